using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>One bar for each so many trades of a symbol.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="count">How many trades, 1 or more.</param>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>The trade that brings its symbol's bar to the count closes it. Start and End are the first and the last trade's timestamps.</description></item>
    /// <item><term>OnError</term><description>Passed on at once; the open bars are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open bars are published, not complete, then it is passed on.</description></item>
    /// <item><term>Dispose</term><description>Leaves the source.</description></item>
    /// </list>
    /// Temperature: as the source's. Scheduler: none; the trades' own timestamps. Concurrency: one trade at a time. Memory: sums, no trades.
    /// <code>
    /// trades       -a-b-c--d-e|
    /// VwapByCount  ---x----y--(z|)
    /// count = 2; x = a and b, y = c and d, z = e
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapByCount(this IObservable<Trade> trades, int count)
    {
        ArgumentNullException.ThrowIfNull(trades);
        return Windowing.ByCount(count).Bars(trades, Scheduler.Immediate);
    }

    /// <summary>The same on a feed, with its gaps: a window that a gap cut has <see cref="VwapBar.HasGap"/>.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="count">How many trades, 1 or more.</param>
    /// <inheritdoc cref="VwapByCount(IObservable{Trade}, int)" path="/remarks"/>
    public static IObservable<VwapBar> VwapByCount(this NexusFeed feed, int count)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return Windowing.ByCount(count).Bars(feed, feed.Clock);
    }
}
