using System.Globalization;

namespace Nexus.Reactive;

/// <summary>One order of an <see cref="OrderSnapshot"/>.</summary>
/// <remarks>Setting a value out of its range throws an <see cref="ArgumentOutOfRangeException"/>.</remarks>
public sealed record OrderSnapshotEntry : IHasSymbol
{
    /// <summary>The exchange's id of the order.</summary>
    public required long OrderId { get; init; }

    /// <summary>The order's symbol.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The order's side.</summary>
    public required Side Side { get; init => field = OptionValue.Defined(value); }

    /// <summary>The order's type; <see cref="OrderType.Unknown"/> when it is not known.</summary>
    public OrderType Type { get; init => field = OptionValue.Defined(value); }

    /// <summary>The limit price in the quote asset, 0 or above; null or 0 when there is none.</summary>
    public decimal? Price { get; init => field = NotNegative(value, nameof(Price)); }

    /// <summary>The ordered quantity in the base asset, 0 or above; null or 0 when it is not known.</summary>
    public decimal? Quantity { get; init => field = NotNegative(value, nameof(Quantity)); }

    /// <summary>The order's status.</summary>
    public required OrderStatus Status { get; init => field = OptionValue.Defined(value); }

    /// <summary>The total executed quantity in the base asset, 0 or above.</summary>
    public required decimal Filled { get; init => field = NotNegative(value, nameof(Filled))!.Value; }

    /// <summary>
    /// The average price of the executed quantity, 0 or above; null or 0 when it is not known. Then the quantity that no transaction confirms has no price, even if
    /// an ORDER_UPDATE reported one before.
    /// </summary>
    public decimal? AveragePrice { get; init => field = NotNegative(value, nameof(AveragePrice)); }

    /// <summary>Returns the entry in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"OrderSnapshotEntry {OrderId} {Symbol} {Side} {Type} {Text(Price)}×{Text(Quantity)} {Status} filled {Filled} at {Text(AveragePrice)}");

    private static string Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static decimal? NotNegative(decimal? value, string name)
    {
        if (value is { } known && decimal.Sign(known) != 0)
            ArgumentOutOfRangeException.ThrowIfNegative(known, name);
        return value;
    }
}
