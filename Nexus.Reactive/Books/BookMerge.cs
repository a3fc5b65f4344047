using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nexus.Reactive;

/// <summary>The linear merge behind diffs, both ways. Both sides of a book are sorted, best first.</summary>
internal static class BookMerge
{
    /// <summary>Writes the changes of one side and says how many they are. There is room for one a level of both.</summary>
    public static int Diff(ReadOnlySpan<Level> before, ReadOnlySpan<Level> after, BookSide side, Span<LevelChange> changes)
    {
        int i = 0, j = 0, count = 0;
        while (true)
        {
            var same = SameBits(before[i..], after[j..]);
            i += same;
            j += same;
            if (i == before.Length || j == after.Length)
                break;

            ref readonly var old = ref before[i];
            ref readonly var @new = ref after[j];
            var order = SameBits(old.Price, @new.Price) ? 0 : Compare(old.Price, @new.Price, side);
            if (order <= 0)
                i++;
            if (order >= 0)
                j++;
            if (order < 0)
                changes[count++] = Removed(side, old);
            else if (order > 0)
                changes[count++] = Added(side, @new);
            else if (old.Quantity != @new.Quantity)
                changes[count++] = new LevelChange(side, @new.Price, old.Quantity, @new.Quantity);
        }

        while (i < before.Length)
            changes[count++] = Removed(side, before[i++]);
        while (j < after.Length)
            changes[count++] = Added(side, after[j++]);
        return count;
    }

    /// <summary>The book of these sides after the diff.</summary>
    /// <exception cref="ArgumentException">The diff does not fit.</exception>
    public static Book Apply(BookDiff diff, ImmutableArray<Level> asks, ImmutableArray<Level> bids)
    {
        var changes = diff.Changes.AsSpan();
        var ofAsks = 0;
        while (ofAsks < changes.Length && changes[ofAsks].Side == BookSide.Ask)
            ofAsks++;
        return new Book(
            diff.Symbol,
            diff.Timestamp,
            Apply(asks, changes[..ofAsks], BookSide.Ask),
            Apply(bids, changes[ofAsks..], BookSide.Bid));
    }

    private static ImmutableArray<Level> Apply(ImmutableArray<Level> before, ReadOnlySpan<LevelChange> changes, BookSide side)
    {
        if (changes.IsEmpty)
            return before;

        var after = new Level[before.Length + changes.Length];
        int i = 0, count = 0;
        foreach (var change in changes)
        {
            while (i < before.Length && Compare(before[i].Price, change.Price, side) < 0)
                after[count++] = before[i++];

            var found = i < before.Length && before[i].Price == change.Price ? before[i++].Quantity : 0;
            if (change.Side != side || found != change.OldQuantity)
                throw new ArgumentException(FormattableString.Invariant($"The diff does not fit the book: {change}, but the book has {found} there."));
            if (change.NewQuantity != 0)
                after[count++] = new Level(change.Price, change.NewQuantity);
        }

        before.AsSpan()[i..].CopyTo(after.AsSpan(count));
        count += before.Length - i;
        return count == after.Length ? ImmutableCollectionsMarshal.AsImmutableArray(after) : ImmutableArray.Create(after, 0, count);
    }

    /// <summary>How many levels both begin with, bit by bit: most levels of a book do not change, and one compare of 32 bytes passes over each.</summary>
    private static int SameBits(ReadOnlySpan<Level> before, ReadOnlySpan<Level> after)
    {
        var length = Math.Min(before.Length, after.Length);
        var left = MemoryMarshal.Cast<Level, Vector256<byte>>(before[..length]);
        var right = MemoryMarshal.Cast<Level, Vector256<byte>>(after[..length]);
        var i = 0;
        while (i < left.Length && i < right.Length && left[i] == right[i])
            i++;
        return i;
    }

    private static bool SameBits(in decimal left, in decimal right) =>
        Unsafe.BitCast<decimal, Int128>(left) == Unsafe.BitCast<decimal, Int128>(right);

    private static LevelChange Added(BookSide side, Level level) => new(side, level.Price, 0, level.Quantity);

    private static LevelChange Removed(BookSide side, Level level) => new(side, level.Price, level.Quantity, 0);

    /// <summary>Below 0: <paramref name="left"/> is the better price.</summary>
    private static int Compare(decimal left, decimal right, BookSide side) =>
        side == BookSide.Ask ? left.CompareTo(right) : right.CompareTo(left);
}
