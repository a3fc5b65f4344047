using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Returns each symbol's bar since the start of the session, which lasts one day.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="utcTimeOfDay">The start of a session, from 00:00 to before 24:00 UTC.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// Shorthand for <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/> with <see cref="Windowing.Session(TimeSpan)"/>.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Each trade publishes its symbol's running bar, which is not complete. The end of the session publishes the final bar, even if no trade arrives. From a symbol's first trade on, empty sessions are also published at their end, except those that a clock jump skipped.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately. Open windows are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open windows that contain a trade are published as incomplete, then completion is passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source and cancels the timer.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: one timer, for the next window end. Concurrency: trades and the timer may arrive on different threads.
    /// Memory: sums only, no trades.
    /// <code>
    /// trades       -a--b------c-|
    /// VwapSession  -x--y-----yz-(z|)
    /// utcTimeOfDay = 00:00:10, a character a second from midnight; x = a, y = a and b, z = c
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapSession(this IObservable<Trade> trades, TimeSpan utcTimeOfDay, IScheduler scheduler) =>
        trades.Bars(Windowing.Session(utcTimeOfDay), scheduler);

    /// <summary>Returns each symbol's bar since the start of the session, which lasts one day. Uses the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="utcTimeOfDay">The start of a session, from 00:00 to before 24:00 UTC.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapSession(IObservable{Trade}, TimeSpan, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapSession(this NexusFeed feed, TimeSpan utcTimeOfDay) =>
        feed.Bars(Windowing.Session(utcTimeOfDay));
}
