using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Makes the bar of each symbol since the start of the session, which lasts a day.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="utcTimeOfDay">The start of a session, from 00:00 to before 24:00 UTC.</param>
    /// <param name="scheduler">The scheduler whose time counts. For the time of the exchange, the clock of the feed.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// Short for <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/> with <see cref="Windowing.Session(TimeSpan)"/>.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>Each trade publishes the running bar of its symbol, which is not complete. The end of the session publishes the final bar, in silence too. From the first trade of a symbol on, empty sessions are published at their end, except those that a jump of the clock skipped.</description></item>
    /// <item><term>OnError</term><description>Passed on at once. Open windows are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open windows that hold a trade are published as not complete, then it is passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source and cancels the timer.</description></item>
    /// </list>
    /// Temperature: as the source. Scheduler: one timer, for the next end. Concurrency: trades and timer may come on different threads. Memory: sums, no trades.
    /// <code>
    /// trades       -a--b------c-|
    /// VwapSession  -x--y-----yz-(z|)
    /// utcTimeOfDay = 00:00:10, a character a second from midnight; x = a, y = a and b, z = c
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapSession(this IObservable<Trade> trades, TimeSpan utcTimeOfDay, IScheduler scheduler) =>
        trades.Bars(Windowing.Session(utcTimeOfDay), scheduler);

    /// <summary>Makes the bar of each symbol since the start of the session, which lasts a day. On the clock of the feed and with its gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="utcTimeOfDay">The start of a session, from 00:00 to before 24:00 UTC.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapSession(IObservable{Trade}, TimeSpan, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapSession(this NexusFeed feed, TimeSpan utcTimeOfDay) =>
        feed.Bars(Windowing.Session(utcTimeOfDay));
}
