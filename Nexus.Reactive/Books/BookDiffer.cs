using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nexus.Reactive;

/// <summary>Computes and applies diffs by a linear merge of sides that are sorted best first.</summary>
internal static class BookDiffer
{
    private const int BitsOfLevel = 4;
    private const int Levels = 64 / BitsOfLevel;
    private const uint PriceMask = 0b0011;
    private const uint LevelMask = 0b1111;

    /// <summary>Writes the changes of one side and returns their number. The span has space for one change per level of both books.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Diff(ReadOnlySpan<Level> before, ReadOnlySpan<Level> after, BookSide side, Span<LevelChange> changes)
    {
        var count = SamePrices(before, after, side, changes, out var seen);
        return seen == before.Length && seen == after.Length ? count : count + Merge(before[seen..], after[seen..], side, changes[count..]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Merge(ReadOnlySpan<Level> before, ReadOnlySpan<Level> after, BookSide side, Span<LevelChange> changes)
    {
        int i = 0, j = 0, count = 0;
        while (i < before.Length && j < after.Length)
        {
            ref readonly var old = ref before[i];
            ref readonly var @new = ref after[j];
            var order = Compare(old.Price, @new.Price, side);
            if (order <= 0)
                i++;
            if (order >= 0)
                j++;
            if (order < 0)
                changes[count++] = Removed(side, old);
            else if (order > 0)
                changes[count++] = Added(side, @new);
            else if (Compare(old.Quantity, @new.Quantity) != 0)
                changes[count++] = new LevelChange(side, @new.Price, old.Quantity, @new.Quantity);
        }

        while (i < before.Length)
            changes[count++] = Removed(side, before[i++]);
        while (j < after.Length)
            changes[count++] = Added(side, after[j++]);
        return count;
    }

    /// <summary>Applies the diff to these sides and returns the resulting book.</summary>
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
                throw new ArgumentException(FormattableString.Invariant($"The diff does not fit the book: {change}, but the book contains {found} at this price."));
            if (change.NewQuantity != 0)
                after[count++] = new Level(change.Price, change.NewQuantity);
        }

        before.AsSpan()[i..].CopyTo(after.AsSpan(count));
        count += before.Length - i;
        return count == after.Length ? ImmutableCollectionsMarshal.AsImmutableArray(after) : ImmutableArray.Create(after, 0, count);
    }

    /// <summary>
    /// Writes the changes as long as both sides have the same prices, which is the usual case. Sixteen levels are compared at a time. The result has one bit
    /// for each half of a number, so the bits of a level show whether its price differs.
    /// </summary>
    private static int SamePrices(ReadOnlySpan<Level> before, ReadOnlySpan<Level> after, BookSide side, Span<LevelChange> changes, out int seen)
    {
        var count = 0;
        var length = Math.Min(before.Length, after.Length);
        for (seen = 0; seen < length; seen += Levels)
        {
            var levels = Math.Min(length - seen, Levels);
            var differs = Differences(before.Slice(seen, levels), after.Slice(seen, levels));
            while (differs != 0)
            {
                var at = (int)((uint)BitOperations.TrailingZeroCount(differs) / BitsOfLevel);
                var bits = (differs >> (at * BitsOfLevel)) & LevelMask;
                ref readonly var old = ref before[seen + at];
                ref readonly var @new = ref after[seen + at];
                if ((bits & PriceMask) != 0)
                {
                    seen += at;
                    return count;
                }

                if (Differs(old.Quantity, @new.Quantity))
                    changes[count++] = new LevelChange(side, @new.Price, old.Quantity, @new.Quantity);
                differs ^= bits << (at * BitsOfLevel);
            }
        }

        seen = length;
        return count;
    }

    // Four bits per level, lowest first, which show the 64-bit words that differ.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Differences(ReadOnlySpan<Level> before, ReadOnlySpan<Level> after)
    {
        var left = MemoryMarshal.Cast<Level, Vector512<ulong>>(before);
        var right = MemoryMarshal.Cast<Level, Vector512<ulong>>(after);
        if (left.Length == Levels / 2 && right.Length == Levels / 2)
        {
            return ~(Equal(left[0], right[0]) | (Equal(left[1], right[1]) << 8) | (Equal(left[2], right[2]) << 16) | (Equal(left[3], right[3]) << 24) |
                (Equal(left[4], right[4]) << 32) | (Equal(left[5], right[5]) << 40) | (Equal(left[6], right[6]) << 48) | (Equal(left[7], right[7]) << 56));
        }

        var equal = ulong.MaxValue << (before.Length * BitsOfLevel);
        for (var i = 0; i < left.Length && i < right.Length; i++)
            equal |= Equal(left[i], right[i]) << (i * 2 * BitsOfLevel);
        if ((before.Length & 1) != 0)
        {
            var last = Vector256.Equals(MemoryMarshal.Cast<Level, Vector256<ulong>>(before)[^1], MemoryMarshal.Cast<Level, Vector256<ulong>>(after)[^1]);
            equal |= (ulong)last.ExtractMostSignificantBits() << ((before.Length - 1) * BitsOfLevel);
        }

        return ~equal;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Equal(Vector512<ulong> left, Vector512<ulong> right) => Vector512.Equals(left, right).ExtractMostSignificantBits();

    // Called for numbers whose bits differ. If their scales are equal, the numbers differ.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Differs(in decimal left, in decimal right) => left.Scale == right.Scale || left != right;

    private static LevelChange Added(BookSide side, Level level) => new(side, level.Price, 0, level.Quantity);

    private static LevelChange Removed(BookSide side, Level level) => new(side, level.Price, level.Quantity, 0);

    /// <summary>Returns a number below 0 if <paramref name="left"/> is the better price.</summary>
    private static int Compare(in decimal left, in decimal right, BookSide side) =>
        side == BookSide.Ask ? Compare(left, right) : Compare(right, left);

    // Positive numbers with the same scale and equal upper bits, which is nearly always the case, have the same order as their lower 64 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Compare(in decimal left, in decimal right)
    {
        var one = MemoryMarshal.Cast<decimal, ulong>(new ReadOnlySpan<decimal>(in left));
        var other = MemoryMarshal.Cast<decimal, ulong>(new ReadOnlySpan<decimal>(in right));
        return BitConverter.IsLittleEndian && one[0] == other[0] && decimal.IsPositive(left) ? one[1].CompareTo(other[1]) : left.CompareTo(right);
    }
}
