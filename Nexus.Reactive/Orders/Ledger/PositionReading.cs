using System.Collections.Immutable;

namespace Nexus.Reactive;

/// <summary>The state of a position at one moment.</summary>
/// <param name="Account">The quantity, its cost, and the profit of the reducing fills.</param>
/// <param name="Unpriced">The executed quantity, bought or sold, whose price is not yet known.</param>
/// <param name="Fees">The fees by asset.</param>
/// <param name="Proceeds">The proceeds of the sales minus the cost of the purchases and of the opening position. No division is part of it.</param>
/// <param name="Version">Increases with each change.</param>
internal sealed record PositionReading(CostAccount Account, decimal Unpriced, ImmutableSortedDictionary<string, decimal> Fees, ExactSum Proceeds, int Version)
{
    /// <summary>
    /// The profit of the reducing fills: the proceeds, and the cost of what is still held. The sum of the profits of the single fills would contain the rounding of
    /// each division; it is only used while a price is unknown.
    /// </summary>
    public decimal Realized
    {
        get
        {
            if (Unpriced != 0)
                return Account.Realized;
            var sum = Proceeds;
            sum.Add(Account.Cost);
            return ExactRatio.Trim(SaturatingSum.Read(sum));
        }
    }
}
