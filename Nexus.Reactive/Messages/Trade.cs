using System.Globalization;

namespace Nexus.Reactive;

/// <summary><c>TRADE</c>: a trade on the market.</summary>
/// <param name="Symbol">The traded symbol.</param>
/// <param name="Timestamp">The exchange's time, which has whole milliseconds.</param>
/// <param name="Price">The price in the quote asset, above 0.</param>
/// <param name="Quantity">The quantity in the base asset, 0 or above.</param>
/// <param name="Side">The taker's side.</param>
/// <exception cref="ArgumentOutOfRangeException">The price or quantity is out of range.</exception>
public sealed record Trade(Symbol Symbol, DateTimeOffset Timestamp, decimal Price, decimal Quantity, Side Side) : NexusMessage, IHasSymbol, IHasTimestamp
{
    /// <summary>The price in the quote asset, above 0.</summary>
    public decimal Price { get; init => field = DecimalRange.Positive(value, nameof(Price)); } = DecimalRange.Positive(Price, nameof(Price));

    /// <summary>The quantity in the base asset, 0 or above.</summary>
    public decimal Quantity { get; init => field = DecimalRange.NotNegative(value, nameof(Quantity)); } = DecimalRange.NotNegative(Quantity, nameof(Quantity));

    internal override MessageKind Kind => MessageKind.Trade;

    /// <summary>Returns the message in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"Trade {Symbol} {PrintableText.Time(Timestamp)} {Side} {Price}×{Quantity}");
}
