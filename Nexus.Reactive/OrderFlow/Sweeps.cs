using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Joins the trades of one order of the taker: consecutive trades of a symbol with the same millisecond, side and price.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <param name="acrossPrices">If true, a sweep may contain several prices.</param>
    /// <returns>The sweeps.</returns>
    /// <remarks>
    /// The exchange's messages do not contain the taker's order, so the millisecond, the side and the price stand for it. Exchanges' own streams of aggregate trades
    /// have the same rule: one item for each order of the taker, with one price, or with several prices.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>A sweep is published when no further trade can belong to it: before the next trade of its symbol that does not, or when the scheduler passes the millisecond in which its first trade arrived. A gap of the symbol publishes it as incomplete.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately. Open sweeps are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open sweeps are published as incomplete, then completion is passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source and cancels the timer.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: one timer, for the end of the current millisecond. Concurrency: trades and the timer may arrive on
    /// different threads. Memory: one sum for each symbol.
    /// <code>
    /// trades  -(aab)--a-b-|
    /// Sweeps  -(xy)---z-w-|
    /// a character lasts longer than 1 ms; a = 1 bought, b = 2 bought at another price; x = both a, y = b, z = a, w = b
    /// </code>
    /// </remarks>
    public static IObservable<TradeSweep> Sweeps(this IObservable<Trade> trades, IScheduler scheduler, bool acrossPrices = false)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(scheduler);
        return Sweeps(WindowSource.From(trades, scheduler), acrossPrices);
    }

    /// <summary>Joins the trades of one order of the taker, using the feed's clock and gaps: consecutive trades of a symbol with the same millisecond, side and price.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="acrossPrices">If true, a sweep may contain several prices.</param>
    /// <returns>The sweeps.</returns>
    /// <inheritdoc cref="Sweeps(IObservable{Trade}, IScheduler, bool)" path="/remarks"/>
    public static IObservable<TradeSweep> Sweeps(this NexusFeed feed, bool acrossPrices = false)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return Sweeps(WindowSource.From(feed), acrossPrices);
    }

    private static IObservable<TradeSweep> Sweeps(WindowSource source, bool acrossPrices) =>
        source.Run<TradeSweep>(observer => new SweepEngine(observer, source, acrossPrices));
}
