using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Returns one bar per symbol each time <paramref name="notional"/> has been traded.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="notional">Σ price × quantity in the quote asset, above 0.</param>
    /// <param name="scheduler">Supplies the times of Start and End. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// Shorthand for <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/> with <see cref="Windowing.ByNotional"/>.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>The trade that brings its symbol's bar to the notional closes it. The trade is not split, so a bar may contain more. Start and End are the times of its first and last trade, each max(previous time, the scheduler's time).</description></item>
    /// <item><term>OnError</term><description>Passed on immediately. Open bars are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open bars are published as incomplete, then completion is passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: only its time is read. Concurrency: one trade at a time. Memory: the sums of one open bar per symbol.
    /// <code>
    /// trades          -a-b-a--c-a|
    /// VwapByNotional  ---x----y--(z|)
    /// notional = 300; a = 100, b = 200, c = 500; x = 300, y = 600, z = 100
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapByNotional(this IObservable<Trade> trades, decimal notional, IScheduler scheduler) =>
        trades.Bars(Windowing.ByNotional(notional), scheduler);

    /// <summary>Returns one bar per symbol each time <paramref name="notional"/> has been traded. Time is max(previous time, the trade's timestamp).</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="notional">Σ price × quantity in the quote asset, above 0.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapByNotional(IObservable{Trade}, decimal, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapByNotional(this IObservable<Trade> trades, decimal notional)
    {
        ArgumentNullException.ThrowIfNull(trades);
        return Windowing.ByNotional(notional).Bars(WindowSource.From(trades, scheduler: null));
    }

    /// <summary>Returns one bar per symbol each time <paramref name="notional"/> has been traded. Uses the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="notional">Σ price × quantity in the quote asset, above 0.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapByNotional(IObservable{Trade}, decimal, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapByNotional(this NexusFeed feed, decimal notional) =>
        feed.Bars(Windowing.ByNotional(notional));
}
