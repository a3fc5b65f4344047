using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Nexus.Reactive;

/// <summary>Sorts a side of a book: asks ascending, bids descending, without repeated prices and without levels of quantity 0.</summary>
internal static class LevelOrder
{
    /// <summary>Returns the levels in order. Returns the same array if the levels are already in order.</summary>
    /// <exception cref="ArgumentException">A level is <c>default(Level)</c>, or two levels have the same price.</exception>
    public static ImmutableArray<Level> Arrange(ImmutableArray<Level> levels, BookSide side, string name)
    {
        if (levels.IsDefaultOrEmpty)
            return [];
        if (IsArranged(levels.AsSpan(), side))
            return levels;

        var copy = levels.ToArray();
        foreach (var level in copy)
        {
            if (level.Price <= 0 || level.Quantity < 0)
                throw new ArgumentException($"The level {level} is not valid: a price must be above 0 and a quantity 0 or above.", name);
        }

        var kept = Arrange(copy, side, out var twice);
        if (twice is { } price)
            throw new ArgumentException(FormattableString.Invariant($"Two levels have the price {price}."), name);
        return kept == copy.Length ? ImmutableCollectionsMarshal.AsImmutableArray(copy) : ImmutableArray.Create(copy, 0, kept);
    }

    /// <summary>
    /// Sorts the levels in place and returns the number of levels that the side keeps, which are the first ones. <paramref name="twice"/> is a price that two
    /// levels have, or null.
    /// </summary>
    public static int Arrange(Span<Level> levels, BookSide side, out decimal? twice)
    {
        var kept = 0;
        foreach (var level in levels)
        {
            if (level.Quantity != 0)
                levels[kept++] = level;
        }

        levels = levels[..kept];
        twice = null;
        if (IsArranged(levels, side))
            return kept;

        // The exchange documents asks in the reverse order.
        levels.Reverse();
        if (!IsArranged(levels, side))
        {
            if (side == BookSide.Ask)
                levels.Sort(static (a, b) => a.Price.CompareTo(b.Price));
            else
                levels.Sort(static (a, b) => b.Price.CompareTo(a.Price));
        }

        for (var i = 1; i < kept; i++)
        {
            if (levels[i].Price == levels[i - 1].Price)
                twice = levels[i].Price;
        }

        return kept;
    }

    private static bool IsArranged(ReadOnlySpan<Level> levels, BookSide side)
    {
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i].Quantity <= 0 || levels[i].Price <= 0)
                return false;
            if (i == 0)
                continue;
            var order = levels[i - 1].Price.CompareTo(levels[i].Price);
            if (side == BookSide.Ask ? order >= 0 : order <= 0)
                return false;
        }

        return true;
    }
}
