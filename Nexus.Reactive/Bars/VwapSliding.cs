using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Makes the bar of each symbol over the last length of time, (now − length, now].</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="length">The length of the window, above 0.</param>
    /// <param name="scheduler">The scheduler whose time counts. For the time of the exchange, the clock of the feed.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// Short for <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/> with <see cref="Windowing.Sliding"/>.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>Each trade publishes the bar of its symbol, including the trade. Each instant at which trades leave publishes the bar without them, in silence too, down to the empty bar. A bar is complete when the stream is as old as the window.</description></item>
    /// <item><term>OnError</term><description>Passed on at once. Open windows are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Passed on. The contents of the window are already published.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source and cancels the timer.</description></item>
    /// </list>
    /// Temperature: as the source. Scheduler: one timer, for the next trade that leaves. Concurrency: trades and timer may come on different threads. Memory: 24 bytes for each trade inside, and none after all trades left. Time: O(1) amortised for a trade.
    /// <code>
    /// trades       -a--b-----|
    /// VwapSliding  -x--y-z--e|
    /// length = 5 seconds of a character each; x = a, y = a and b, z = b, e = an empty window
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapSliding(this IObservable<Trade> trades, TimeSpan length, IScheduler scheduler) =>
        trades.Bars(Windowing.Sliding(length), scheduler);

    /// <summary>Makes the bar of each symbol over the last length of time, (now − length, now]. On the clock of the feed and with its gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="length">The length of the window, above 0.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapSliding(IObservable{Trade}, TimeSpan, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapSliding(this NexusFeed feed, TimeSpan length) =>
        feed.Bars(Windowing.Sliding(length));
}
