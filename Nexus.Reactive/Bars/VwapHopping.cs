using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>One bar for each symbol and window of time, a window at each hop: overlapping ones where the hop is shorter than the size, with pauses where it is longer.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="size">How long a window is.</param>
    /// <param name="hop">From one window's start to the next one's; windows start at multiples of it since 1970-01-01T00:00Z.</param>
    /// <param name="scheduler">Whose time it goes by: the feed's clock for the exchange's time.</param>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>A trade counts at the scheduler's time, in every window [start, end) that holds it. A window is published when its end comes, in silence too; from a symbol's first trade on also an empty one, but for those that a confirmed jump of the feed's clock skipped. Bars of one instant come in the order of their symbols' first trades.</description></item>
    /// <item><term>OnError</term><description>Passed on at once; open windows are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open windows that hold a trade are published, not complete, then it is passed on.</description></item>
    /// <item><term>Dispose</term><description>Leaves the source and cancels the timer.</description></item>
    /// </list>
    /// Temperature: as the source's. Scheduler: one timer, at the next end. Concurrency: trades and timer may come on different threads. Memory: sums of the panes that windows share, no trades; closing a window adds up its panes.
    /// <code>
    /// trades       -a-----b----|
    /// VwapHopping  -----x----y-(z|)
    /// size = 10, hop = 5 seconds of a character each; x = a, y = a and b, z = b
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapHopping(this IObservable<Trade> trades, TimeSpan size, TimeSpan hop, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(scheduler);
        return Windowing.Hopping(size, hop).Bars(trades, scheduler);
    }

    /// <summary>The same on a feed, by its clock and with its gaps: a window that a gap cut has <see cref="VwapBar.HasGap"/>.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="size">How long a window is.</param>
    /// <param name="hop">From one window's start to the next one's; windows start at multiples of it since 1970-01-01T00:00Z.</param>
    /// <inheritdoc cref="VwapHopping(IObservable{Trade}, TimeSpan, TimeSpan, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapHopping(this NexusFeed feed, TimeSpan size, TimeSpan hop)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return Windowing.Hopping(size, hop).Bars(feed, feed.Clock);
    }
}
