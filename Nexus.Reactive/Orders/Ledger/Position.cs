using System.Collections.Immutable;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The position that results from the client's own fills of one symbol since the tracking began.</summary>
/// <remarks>
/// Fills are ordered by the exchange's time, so the position depends on the set of fills, not on their order of arrival. With
/// <see cref="CostBasis.AverageCost"/>, a fill that increases the position is added at its price. A fill that reduces it realizes the difference between its
/// price and the average cost, which does not change. A fill that crosses zero does both: the remaining quantity opens the new position at the fill's price.
/// A fill with an unknown price changes the quantity, but not the cost or profit. Fees are not part of cost or profit.
/// </remarks>
public sealed record Position : IHasSymbol
{
    /// <summary>The symbol.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The quantity bought minus the quantity sold, in the base asset.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>The cost per unit of <see cref="Quantity"/>, or the proceeds per unit if it is negative, in the quote asset, over the known prices; null if none is known.</summary>
    public decimal? AverageCost { get; init; }

    /// <summary>The profit of reducing fills in the quote asset, before fees.</summary>
    public decimal RealizedProfit { get; init; }

    /// <summary>The executed quantity, bought or sold, whose price is not yet known.</summary>
    public decimal UnpricedQuantity { get; init; }

    /// <summary>The fees of the transactions by asset; the key is empty if the exchange did not specify an asset.</summary>
    public ImmutableSortedDictionary<string, decimal> Fees { get; init => field = value ?? NoFees; } = NoFees;

    private static ImmutableSortedDictionary<string, decimal> NoFees { get; } = ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);

    /// <summary>Compares by value, including fees.</summary>
    public bool Equals(Position? other) =>
        other is not null &&
        (Symbol, Quantity, AverageCost, RealizedProfit, UnpricedQuantity) == (other.Symbol, other.Quantity, other.AverageCost, other.RealizedProfit, other.UnpricedQuantity) &&
        Fees.SequenceEqual(other.Fees);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Symbol, Quantity, AverageCost, RealizedProfit, UnpricedQuantity, Fees.Count);

    /// <summary>Returns the position in one line, independent of culture.</summary>
    public override string ToString()
    {
        var fees = Fees.Count == 0 ? "none" : string.Join(' ', Fees.Select(static fee => string.Create(CultureInfo.InvariantCulture, $"{fee.Value} {fee.Key}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Position {Symbol} {Quantity} at {AverageCost?.ToString(CultureInfo.InvariantCulture) ?? "-"}, realized {RealizedProfit}, unpriced {UnpricedQuantity}, fees {fees}");
    }
}
