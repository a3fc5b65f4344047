namespace Nexus.Reactive;

public sealed partial record VwapBar
{
    /// <summary>The bar of two windows together, exactly: the bars of a finer partition merge into those of a coarser one.</summary>
    /// <param name="first">A bar.</param>
    /// <param name="second">Another of the same symbol; where both start at once, the later one.</param>
    /// <returns>From the earlier start to the later end; complete when both are, with a gap when one has one.</returns>
    /// <exception cref="ArgumentException">The bars are of different symbols.</exception>
    public static VwapBar Merge(VwapBar first, VwapBar second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Symbol != second.Symbol)
            throw new ArgumentException($"A bar of {first.Symbol} does not merge with one of {second.Symbol}.");

        var (earlier, later) = second.Start < first.Start ? (second, first) : (first, second);
        var sums = earlier.Sums;
        sums.Add(later.Sums);
        return new VwapBar(
            first.Symbol,
            earlier.Start,
            first.End > second.End ? first.End : second.End,
            sums,
            first.IsComplete && second.IsComplete,
            first.HasGap || second.HasGap);
    }

    /// <summary>The bar of several windows together, see <see cref="Merge(VwapBar, VwapBar)"/>.</summary>
    /// <param name="bars">At least one bar, all of one symbol, in order where they start at once.</param>
    /// <exception cref="ArgumentException">There is no bar, or they are of different symbols.</exception>
    public static VwapBar Merge(params IEnumerable<VwapBar> bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        using var bar = bars.OrderBy(static bar => bar.Start).GetEnumerator();
        if (!bar.MoveNext())
            throw new ArgumentException("There is no bar to merge.");

        var merged = bar.Current;
        while (bar.MoveNext())
            merged = Merge(merged, bar.Current);
        return merged;
    }
}
