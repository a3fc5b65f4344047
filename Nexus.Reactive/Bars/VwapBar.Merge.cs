namespace Nexus.Reactive;

public sealed partial record VwapBar
{
    /// <summary>Adds two bars exactly. The bars of short windows merge into the bar of a longer one.</summary>
    /// <param name="first">A bar.</param>
    /// <param name="second">Another bar of the same symbol. If both start at the same time, the later one.</param>
    /// <returns>A bar from the earlier start to the later end. It is complete if both bars are, and has a gap if either has.</returns>
    /// <exception cref="ArgumentException">The bars have different symbols.</exception>
    /// <exception cref="OverflowException">The total number of trades exceeds <see cref="int.MaxValue"/>.</exception>
    public static VwapBar Merge(VwapBar first, VwapBar second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Symbol != second.Symbol)
            throw new ArgumentException($"A bar of {first.Symbol} cannot be merged with a bar of {second.Symbol}.");

        var (earlier, later) = second.Start < first.Start ? (second, first) : (first, second);
        var sums = earlier.Sums;
        sums.Add(later.Sums);
        return new VwapBar(
            first.Symbol,
            earlier._startAndIsComplete.Ticks,
            Math.Max(first._endAndHasGap.Ticks, second._endAndHasGap.Ticks),
            sums,
            first.IsComplete && second.IsComplete,
            first.HasGap || second.HasGap);
    }

    /// <summary>Adds several bars exactly; see <see cref="Merge(VwapBar, VwapBar)"/>.</summary>
    /// <param name="bars">At least one bar, all of the same symbol. Bars that start at the same time must be in order.</param>
    /// <exception cref="ArgumentException">There are no bars, one is null, or they have different symbols.</exception>
    /// <exception cref="OverflowException">The total number of trades exceeds <see cref="int.MaxValue"/>.</exception>
    public static VwapBar Merge(params IEnumerable<VwapBar> bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        VwapBar[] all = [.. bars];
        OptionValue.NoNulls(all, nameof(bars));
        using var bar = all.OrderBy(static bar => bar.Start).GetEnumerator();
        if (!bar.MoveNext())
            throw new ArgumentException("There are no bars to merge.", nameof(bars));

        var merged = bar.Current;
        while (bar.MoveNext())
            merged = Merge(merged, bar.Current);
        return merged;
    }
}
