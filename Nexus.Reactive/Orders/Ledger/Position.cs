using System.Collections.Immutable;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary>What the client's own fills of one symbol add up to since the tracking began.</summary>
/// <remarks>
/// Each fill has its place in exchange time, so the position depends on the set of fills, not on their order of arrival. With
/// <see cref="CostBasis.AverageCost"/>, a fill that adds to the position is added at its price; one that reduces it realises the difference of its price
/// and the average cost, which stays; one that crosses zero does both, and the rest opens the new position at the fill's price.
/// A fill whose price is not known changes the quantity, but no cost and no profit. Fees are not part of cost or profit.
/// </remarks>
public sealed record Position : IHasSymbol
{
    /// <summary>The symbol.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>Bought less sold, in the base asset.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>What a unit of <see cref="Quantity"/> cost, or earned when it is negative, in the quote asset, at the prices that are known; null when none is.</summary>
    public decimal? AverageCost { get; init; }

    /// <summary>What reducing fills earned, in the quote asset, before fees.</summary>
    public decimal RealizedProfit { get; init; }

    /// <summary>The quantity executed, bought or sold, at prices that are not known yet.</summary>
    public decimal UnpricedQuantity { get; init; }

    /// <summary>The fees of the transactions by asset; under the empty name where the exchange named none.</summary>
    public ImmutableSortedDictionary<string, decimal> Fees { get; init => field = value ?? NoFees; } = NoFees;

    private static ImmutableSortedDictionary<string, decimal> NoFees { get; } = ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);

    /// <summary>Compares by value, the fees included.</summary>
    public bool Equals(Position? other) =>
        other is not null &&
        (Symbol, Quantity, AverageCost, RealizedProfit, UnpricedQuantity) == (other.Symbol, other.Quantity, other.AverageCost, other.RealizedProfit, other.UnpricedQuantity) &&
        Fees.SequenceEqual(other.Fees);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Symbol, Quantity, AverageCost, RealizedProfit, UnpricedQuantity, Fees.Count);

    /// <summary>The position in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Position {Symbol} {Quantity} at {AverageCost?.ToString(CultureInfo.InvariantCulture) ?? "-"}, realized {RealizedProfit}, unpriced {UnpricedQuantity}, fees {string.Join(' ', Fees.Select(static fee => string.Create(CultureInfo.InvariantCulture, $"{fee.Value} {fee.Key}")))}");
}
