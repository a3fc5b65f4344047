using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Returns each symbol's bar over the last <paramref name="length"/> of time, (now − length, now].</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="length">The length of the window, above 0.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// Shorthand for <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/> with <see cref="Windowing.Sliding"/>.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Each trade publishes its symbol's bar, including the trade. Each time trades leave, the bar without them is published, even if no trade arrives, down to the empty bar. A bar is complete once the stream is as old as the window.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately. Open windows are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Passed on. The contents of the window are already published.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source and cancels the timer.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: one timer, for the next trade that leaves the window. Concurrency: trades and the timer may arrive on
    /// different threads. Memory: 24 bytes for each trade in the window; none when it is empty. Time: O(1) amortized per trade.
    /// <code>
    /// trades       -a--b-----|
    /// VwapSliding  -x--y-z--e|
    /// length = 5 seconds of a character each; x = a, y = a and b, z = b, e = an empty window
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapSliding(this IObservable<Trade> trades, TimeSpan length, IScheduler scheduler) =>
        trades.Bars(Windowing.Sliding(length), scheduler);

    /// <summary>Returns each symbol's bar over the last <paramref name="length"/> of time, (now − length, now]. Uses the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="length">The length of the window, above 0.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapSliding(IObservable{Trade}, TimeSpan, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapSliding(this NexusFeed feed, TimeSpan length) =>
        feed.Bars(Windowing.Sliding(length));
}
