using System.Globalization;

namespace Nexus.Reactive;

/// <summary><c>ORDER_UPDATE</c>: a change to one of the client's own orders.</summary>
/// <remarks>Setting a price or quantity outside its range throws an <see cref="ArgumentOutOfRangeException"/>.</remarks>
public sealed record OrderUpdate : NexusMessage, IHasSymbol, IHasTimestamp
{
    /// <summary>The exchange's time, which has whole milliseconds.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The order's symbol.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The exchange's id of the order.</summary>
    public required long OrderId { get; init; }

    /// <summary>The order's type; <see cref="OrderType.Unknown"/> if this version does not support the exchange's term.</summary>
    public required OrderType OrderType { get; init; }

    /// <summary>The type as sent by the exchange.</summary>
    public required string OrderTypeText { get; init; }

    /// <summary>The order's side.</summary>
    public required Side Side { get; init; }

    /// <summary>The order's status; <see cref="OrderStatus.Unknown"/> if this version does not support the exchange's term.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>The status as sent by the exchange.</summary>
    public required string StatusText { get; init; }

    /// <summary>The limit price in the quote asset, above 0; null if the exchange sent none or 0, as for a market order.</summary>
    public decimal? OrderPrice { get; init => field = DecimalRange.Positive(value, nameof(OrderPrice)); }

    /// <summary>The ordered quantity in the base asset, 0 or above; null if the exchange sent none.</summary>
    public decimal? OrderQuantity { get; init => field = DecimalRange.NotNegative(value, nameof(OrderQuantity)); }

    /// <summary>The price of this execution in the quote asset, above 0; null if the exchange sent none or 0.</summary>
    public decimal? ExecutedPrice { get; init => field = DecimalRange.Positive(value, nameof(ExecutedPrice)); }

    /// <summary>The quantity executed by this event in the base asset, 0 or above; 0 if the exchange sent none.</summary>
    public decimal ExecutedQuantity { get; init => field = DecimalRange.NotNegative(value, nameof(ExecutedQuantity)); }

    /// <summary>The total quantity executed so far in the base asset, 0 or above; null if the exchange sent none.</summary>
    public decimal? AggregatedExecutedQuantity { get; init => field = DecimalRange.NotNegative(value, nameof(AggregatedExecutedQuantity)); }

    internal override MessageKind Kind => MessageKind.OrderUpdate;

    /// <summary>Returns the message in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"OrderUpdate {Symbol} {PrintableText.Time(Timestamp)} order {OrderId} {PrintableText.Escape(OrderTypeText)} {Side} {Show(OrderPrice)}×{Show(OrderQuantity)} {PrintableText.Escape(StatusText)} executed {Show(ExecutedPrice)}×{ExecutedQuantity} total {Show(AggregatedExecutedQuantity)}");

    private static string Show(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
