using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The quantity that is executed before one of the client's own orders at the order's price, between two bounds.</summary>
public sealed record QueueEstimate : IHasSymbol
{
    /// <summary>The exchange's id of the order.</summary>
    public long OrderId => Order.OrderId;

    /// <inheritdoc/>
    public Symbol Symbol => Order.Symbol;

    /// <summary>The order as it was last reported.</summary>
    public required Order Order { get; init; }

    /// <summary>The time of the feed's clock.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The lower bound: every order that left the level without a trade was ahead. Null while the position is unknown.</summary>
    public decimal? MinAhead { get; init; }

    /// <summary>The upper bound: every order that left the level without a trade was behind. Null while the position is unknown.</summary>
    public decimal? MaxAhead { get; init; }

    /// <summary>The quantity of other orders at the price in the latest book; null while it is unknown.</summary>
    public decimal? Others { get; init; }

    /// <summary>Whether the bounds are known.</summary>
    public bool IsKnown => MaxAhead is not null;

    /// <summary>Returns the estimate in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"QueueEstimate {OrderId} {Symbol} {PrintableText.Time(Timestamp)} ahead {Show(MinAhead)} to {Show(MaxAhead)} of {Show(Others)}");

    private static string Show(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
