using System.Collections.Immutable;

namespace Nexus.Reactive;

/// <summary>What the own fills of one symbol add up to, from when the tracking began.</summary>
/// <remarks>
/// By weighted average cost: a fill that adds to the position is added at its price; one that reduces it realises the difference between its
/// price and the average cost, which stays; one that crosses zero does both, and the rest opens the new position at the fill's price.
/// Fees are not part of cost or profit.
/// </remarks>
/// <param name="Symbol">The symbol.</param>
/// <param name="Quantity">Bought less sold, in the base asset.</param>
/// <param name="AverageCost">What a unit of <paramref name="Quantity"/> cost, or earned when it is negative, in the quote asset; null when it is 0.</param>
/// <param name="RealizedProfit">What reducing fills earned, in the quote asset, before fees.</param>
/// <param name="UnpricedQuantity">How much was executed at a price that is not known yet; it is in <paramref name="Quantity"/> at a price of 0.</param>
/// <param name="Fees">What the transactions cost in fees, by asset; under the empty name where the exchange named none.</param>
public sealed record Position(
    Symbol Symbol,
    decimal Quantity,
    decimal? AverageCost,
    decimal RealizedProfit,
    decimal UnpricedQuantity,
    ImmutableSortedDictionary<string, decimal> Fees) : IHasSymbol
{
    /// <summary>By value, the fees included.</summary>
    public bool Equals(Position? other) =>
        other is not null &&
        (Symbol, Quantity, AverageCost, RealizedProfit, UnpricedQuantity) == (other.Symbol, other.Quantity, other.AverageCost, other.RealizedProfit, other.UnpricedQuantity) &&
        Fees.SequenceEqual(other.Fees);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Symbol, Quantity, AverageCost, RealizedProfit, UnpricedQuantity, Fees.Count);
}
