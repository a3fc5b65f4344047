using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Nexus.Reactive;

public sealed partial record Book
{
    /// <summary>Returns the quantity at exactly this price; 0 if there is no such level. In a crossed or locked book it is the sum of both sides.</summary>
    /// <param name="price">The price.</param>
    /// <exception cref="OverflowException">The sum of both sides is beyond decimal's range.</exception>
    public decimal QuantityAt(decimal price) => QuantityAt(Asks, price, BookSide.Ask) + QuantityAt(Bids, price, BookSide.Bid);

    /// <summary>Returns a side as in a depth chart: each level's price with the total quantity at that price or better.</summary>
    /// <param name="side">The side.</param>
    /// <returns>One level for each level of the side, best first.</returns>
    /// <exception cref="OverflowException">A sum is beyond decimal's range.</exception>
    public ImmutableArray<Level> CumulativeDepth(BookSide side)
    {
        OptionValue.Defined(side, nameof(side));
        var levels = side == BookSide.Ask ? Asks : Bids;
        var cumulative = new Level[levels.Length];
        var sum = default(ExactSum);
        for (var i = 0; i < cumulative.Length; i++)
        {
            sum.Add(levels[i].Quantity);
            cumulative[i] = new Level(levels[i].Price, sum.ToDecimal());
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(cumulative);
    }

    private static decimal QuantityAt(ImmutableArray<Level> levels, decimal price, BookSide side)
    {
        int low = 0, high = levels.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = levels[middle].Price.CompareTo(price);
            if (order == 0)
                return levels[middle].Quantity;
            if (order < 0 == (side == BookSide.Ask))
                low = middle + 1;
            else
                high = middle - 1;
        }

        return 0;
    }
}
