using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Sums the trades of each symbol and window: volume-weighted average price, volume, notional, open, high, low and close.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="windowing">The windows into which the trades are divided.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>A trade counts in every window that contains max(previous time, the scheduler's time). A window is published when the scheduler reaches its end, even if no trade arrives. See <see cref="Windowing"/> for each kind. Bars published at the same time are ordered by their symbols' first trades.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately. Open windows are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open windows that contain a trade are published as incomplete, then completion is passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source and cancels the timer.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: one timer, for the next window end. Concurrency: trades and the timer may arrive on different threads;
    /// they are handled one at a time. Memory: the sums of open windows; for sliding windows 24 bytes for each trade inside; about 100 bytes for each symbol
    /// seen.
    /// <code>
    /// trades  -a--b---------c-|
    /// Bars    -----x----e----y|
    /// windowing = tumbling, 5 seconds of a character each; x = a and b, e = an empty window, y = c
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> Bars(this IObservable<Trade> trades, Windowing windowing, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(windowing);
        ArgumentNullException.ThrowIfNull(scheduler);
        return windowing.Bars(WindowSource.From(trades, scheduler));
    }

    /// <summary>Sums the trades of each symbol and window, using the feed's clock and gaps. A window that was not completely received is marked as incomplete.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="windowing">The windows into which the trades are divided.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="Bars(IObservable{Trade}, Windowing, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> Bars(this NexusFeed feed, Windowing windowing)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(windowing);
        return windowing.Bars(WindowSource.From(feed));
    }
}
