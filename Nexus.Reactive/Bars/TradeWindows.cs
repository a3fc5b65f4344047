using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>
    /// Collects the trades of each symbol and window, for custom aggregates:
    /// <c>from w in feed.TradeWindows(Windowing.Tumbling(size)) select w.Trades.Max(t =&gt; t.Quantity)</c>.
    /// </summary>
    /// <param name="trades">The trades.</param>
    /// <param name="windowing">The windows into which the trades are divided.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The windows.</returns>
    /// <remarks>
    /// A window is published when <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/> publishes its bar, with the same bounds and flags. It is a value, not
    /// a stream: LINQ can count, sort and repeatedly enumerate its trades.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext, OnError, OnCompleted, Dispose</term><description>The same as for <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/>.</description></item>
    /// </list>
    /// Temperature, Scheduler, Concurrency: the same as for Bars. Memory: the trades of the open windows. A sliding or session window is copied for each trade;
    /// if you need only its sums, use Bars, which costs less.
    /// <code>
    /// trades        -a--b---------c-|
    /// TradeWindows  -----x----e----y|
    /// windowing = tumbling, 5 seconds of a character each; x = [a, b], e = [], y = [c]
    /// </code>
    /// </remarks>
    public static IObservable<TradeWindow> TradeWindows(this IObservable<Trade> trades, Windowing windowing, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(windowing);
        ArgumentNullException.ThrowIfNull(scheduler);
        return windowing.TradeWindows(WindowSource.From(trades, scheduler));
    }

    /// <summary>Collects the trades of each symbol and window, using the feed's clock and gaps. A window that was not completely received is marked as incomplete.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="windowing">The windows into which the trades are divided.</param>
    /// <returns>The windows.</returns>
    /// <inheritdoc cref="TradeWindows(IObservable{Trade}, Windowing, IScheduler)" path="/remarks"/>
    public static IObservable<TradeWindow> TradeWindows(this NexusFeed feed, Windowing windowing)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(windowing);
        return windowing.TradeWindows(WindowSource.From(feed));
    }
}
