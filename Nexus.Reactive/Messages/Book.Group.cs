using System.Collections.Immutable;

namespace Nexus.Reactive;

public sealed partial record Book
{
    /// <summary>
    /// Returns the book at coarser prices, as trading screens show it. Bids are rounded down to a multiple of the tick size, asks are rounded up, and
    /// quantities are added.
    /// </summary>
    /// <param name="tickSize">The step between prices, above 0. Bids below one step are omitted.</param>
    /// <exception cref="OverflowException">A group's price or quantity is beyond decimal's range.</exception>
    public Book Group(decimal tickSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tickSize);
        return new Book(
            Symbol,
            Timestamp,
            Group(Asks, price => price % tickSize == 0 ? price : price - price % tickSize + tickSize),
            Group(Bids, price => price - price % tickSize));
    }

    private static ImmutableArray<Level> Group(ImmutableArray<Level> levels, Func<decimal, decimal> rounded)
    {
        var groups = ImmutableArray.CreateBuilder<Level>();
        for (var i = 0; i < levels.Length;)
        {
            var price = rounded(levels[i].Price);
            var quantity = default(ExactSum);
            for (; i < levels.Length && rounded(levels[i].Price) == price; i++)
                quantity.Add(levels[i].Quantity);
            if (price > 0)
                groups.Add(new Level(price, quantity.ToDecimal()));
        }

        return groups.DrainToImmutable();
    }
}
