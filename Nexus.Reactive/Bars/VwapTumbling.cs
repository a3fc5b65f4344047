using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>One bar for each symbol and window of time, the windows one after another.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="size">How long a window is; windows start at multiples of it since 1970-01-01T00:00Z.</param>
    /// <param name="scheduler">Whose time it goes by: the feed's clock for the exchange's time.</param>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>A trade counts at the scheduler's time, in the window [start, end) that holds it. A window is published when its end comes, in silence too; from a symbol's first trade on also an empty one, but for those that a confirmed jump of the feed's clock skipped. Bars of one instant come in the order of their symbols' first trades.</description></item>
    /// <item><term>OnError</term><description>Passed on at once; open windows are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open windows that hold a trade are published, not complete, then it is passed on.</description></item>
    /// <item><term>Dispose</term><description>Leaves the source and cancels the timer.</description></item>
    /// </list>
    /// Temperature: as the source's. Scheduler: one timer, at the next end. Concurrency: trades and timer may come on different threads. Memory: sums, no trades.
    /// <code>
    /// trades        -a--b---------c-|
    /// VwapTumbling  -----x----e----y|
    /// size = 5 seconds of a character each; x = a and b, e = an empty window, y = c
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapTumbling(this IObservable<Trade> trades, TimeSpan size, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(scheduler);
        return Windowing.Tumbling(size).Bars(trades, scheduler);
    }

    /// <summary>The same on a feed, by its clock and with its gaps: a window that a gap cut has <see cref="VwapBar.HasGap"/>.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="size">How long a window is; windows start at multiples of it since 1970-01-01T00:00Z.</param>
    /// <inheritdoc cref="VwapTumbling(IObservable{Trade}, TimeSpan, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapTumbling(this NexusFeed feed, TimeSpan size)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return Windowing.Tumbling(size).Bars(feed, feed.Clock);
    }
}
