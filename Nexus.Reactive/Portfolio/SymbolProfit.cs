using System.Collections.Immutable;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The position in one symbol and its profit. Amounts are in the quote asset, quantities in the base asset.</summary>
/// <remarks>
/// Profit is counted from the beginning of the tracking, and from the cost of the opening position. An amount that depends on an unknown price is null; it is
/// never estimated. Amounts are exact sums of products, rounded once when they have more than 28 digits. With <see cref="CostBasis.AverageCost"/>, only
/// their division between realized and unrealized profit is rounded to 28 digits at each reducing fill; <see cref="NetProfit"/> is not affected by it.
/// </remarks>
public sealed record SymbolProfit : IHasSymbol
{
    internal static readonly ImmutableSortedDictionary<string, decimal> NoFees = ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);

    /// <summary>The symbol.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The quantity bought minus the quantity sold, including the opening position.</summary>
    public decimal Quantity { get; init; }

    /// <summary><see cref="Quantity"/> minus the fees that were paid in the base asset.</summary>
    public decimal Holding { get; init; }

    /// <summary>The cost of <see cref="Quantity"/> at the known prices; negative for a short position.</summary>
    public decimal Cost { get; init; }

    /// <summary>The cost per unit; null if no price is known.</summary>
    public decimal? AverageCost { get; init; }

    /// <summary>The executed quantity whose price is not yet known. While there is one, <see cref="NetProfit"/> is null.</summary>
    public decimal UnpricedQuantity { get; init; }

    /// <summary>The price at which the holding is valued; null if it is not known or not needed.</summary>
    public decimal? Mark { get; init; }

    /// <summary>The exchange's time of the book or trade that <see cref="Mark"/> is from.</summary>
    public DateTimeOffset? MarkedAt { get; init; }

    /// <summary>Whether <see cref="Mark"/> is from before a gap, so that the amounts that depend on it are out of date.</summary>
    public bool IsStale { get; init; }

    /// <summary>The profit of reducing fills, before fees.</summary>
    public decimal RealizedProfit { get; init; }

    /// <summary>The profit that closing the position at <see cref="Mark"/> would add, before fees.</summary>
    public decimal? UnrealizedProfit { get; init; }

    /// <summary>The fees by asset; the key is empty if the exchange did not specify an asset. A rebate is negative.</summary>
    public ImmutableSortedDictionary<string, decimal> Fees { get; init => field = value ?? NoFees; } = NoFees;

    /// <summary>The part of <see cref="Fees"/> in other assets whose price is not known. It is not part of <see cref="FeeCost"/>.</summary>
    public ImmutableSortedDictionary<string, decimal> UnconvertedFees { get; init => field = value ?? NoFees; } = NoFees;

    /// <summary>The cost of the fees: those in the quote asset, those in the base asset at <see cref="Mark"/>, and the others at the given prices.</summary>
    public decimal? FeeCost { get; init; }

    /// <summary>The realized and unrealized profit minus <see cref="FeeCost"/>.</summary>
    public decimal? NetProfit { get; init; }

    /// <summary>The value of <see cref="Holding"/> at <see cref="Mark"/>; negative for a short position.</summary>
    public decimal? Exposure { get; init; }

    /// <summary>Compares by value, including fees.</summary>
    public bool Equals(SymbolProfit? other) =>
        other is not null &&
        (Symbol, Quantity, Holding, Cost, AverageCost, UnpricedQuantity, Mark) == (other.Symbol, other.Quantity, other.Holding, other.Cost, other.AverageCost, other.UnpricedQuantity, other.Mark) &&
        (MarkedAt, IsStale, RealizedProfit, UnrealizedProfit, FeeCost, NetProfit, Exposure) == (other.MarkedAt, other.IsStale, other.RealizedProfit, other.UnrealizedProfit, other.FeeCost, other.NetProfit, other.Exposure) &&
        Fees.SequenceEqual(other.Fees) && UnconvertedFees.SequenceEqual(other.UnconvertedFees);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Symbol, Quantity, Holding, Mark, MarkedAt, IsStale, NetProfit, Fees.Count);

    /// <summary>Returns the profit in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"SymbolProfit {Symbol} {Holding} at {Text(AverageCost)}, mark {Text(Mark)}{(IsStale ? " (stale)" : "")}, realized {RealizedProfit}, unrealized {Text(UnrealizedProfit)}, fees {Text(FeeCost)}, net {Text(NetProfit)}");

    private static string Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
