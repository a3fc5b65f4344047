using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>
    /// The windows with their trades, for an aggregate of one's own: <c>from w in feed.Windows(Windowing.Tumbling(size)) select w.Trades.Max(t =&gt; t.Quantity)</c>.
    /// </summary>
    /// <param name="trades">The trades.</param>
    /// <param name="windowing">How to cut them.</param>
    /// <param name="scheduler">Whose time it goes by: the feed's clock for the exchange's time. Windows by count, volume or notional don't ask it.</param>
    /// <remarks>
    /// Each window is published when the bar of the operator of the same name would be, with the same bounds and flags. It is a value, not a stream:
    /// its trades can be counted, sorted and gone through twice by plain LINQ, without a subscription that has to be made in time.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext, OnError, OnCompleted, Dispose</term><description>As of the operator of the same name, such as <see cref="VwapTumbling(IObservable{Trade}, TimeSpan, IScheduler)"/>.</description></item>
    /// </list>
    /// Temperature, Scheduler, Concurrency: likewise. Memory: the trades of the open windows. A sliding or session window is copied for each trade; for their sums alone the Vwap operators are cheaper.
    /// <code>
    /// trades   -a--b---------c-|
    /// Windows  -----x----e----y|
    /// windowing = tumbling, 5 seconds of a character each; x = [a, b], e = [], y = [c]
    /// </code>
    /// </remarks>
    public static IObservable<TradeWindow> Windows(this IObservable<Trade> trades, Windowing windowing, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(windowing);
        ArgumentNullException.ThrowIfNull(scheduler);
        return windowing.Windows(trades, scheduler);
    }

    /// <summary>The same on a feed, by its clock and with its gaps: a window that a gap cut has <see cref="TradeWindow.HasGap"/>.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="windowing">How to cut its trades.</param>
    /// <inheritdoc cref="Windows(IObservable{Trade}, Windowing, IScheduler)" path="/remarks"/>
    public static IObservable<TradeWindow> Windows(this NexusFeed feed, Windowing windowing)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(windowing);
        return windowing.Windows(feed, feed.Clock);
    }
}
