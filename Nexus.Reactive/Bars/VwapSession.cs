using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>The bar of each symbol since the session's begin: anchored at a time of day, cumulative, a day long.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="utcTimeOfDay">When a session begins, from 00:00 to before 24:00 UTC.</param>
    /// <param name="scheduler">Whose time it goes by: the feed's clock for the exchange's time.</param>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>Each trade gives its symbol's running bar, which is not complete; the session's end gives it once more, final, in silence too. From a symbol's first trade on an empty session is published at its end, but for those that a confirmed jump of the feed's clock skipped.</description></item>
    /// <item><term>OnError</term><description>Passed on at once; open windows are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open windows that hold a trade are published, not complete, then it is passed on.</description></item>
    /// <item><term>Dispose</term><description>Leaves the source and cancels the timer.</description></item>
    /// </list>
    /// Temperature: as the source's. Scheduler: one timer, at the next end. Concurrency: trades and timer may come on different threads. Memory: sums, no trades.
    /// <code>
    /// trades       -a--b------c-|
    /// VwapSession  -x--y-----yz-(z|)
    /// utcTimeOfDay = 00:00:10, a character a second from midnight; x = a, y = a and b, z = c
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapSession(this IObservable<Trade> trades, TimeSpan utcTimeOfDay, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(scheduler);
        return Windowing.Session(utcTimeOfDay).Bars(trades, scheduler);
    }

    /// <summary>The same on a feed, by its clock and with its gaps: a window that a gap cut has <see cref="VwapBar.HasGap"/>.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="utcTimeOfDay">When a session begins, from 00:00 to before 24:00 UTC.</param>
    /// <inheritdoc cref="VwapSession(IObservable{Trade}, TimeSpan, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapSession(this NexusFeed feed, TimeSpan utcTimeOfDay)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return Windowing.Session(utcTimeOfDay).Bars(feed, feed.Clock);
    }
}
