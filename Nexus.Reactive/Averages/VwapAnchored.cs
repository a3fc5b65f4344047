using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Returns each symbol's bar since an instant.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="anchor">The start of the bars. Trades that count before it are ignored.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>From the anchor on, each trade publishes its symbol's running bar, from the anchor to max(previous time, the scheduler's time). The bar is complete if everything in between was received.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: only its time is read. Concurrency: one trade at a time. Memory: one sum for each symbol.
    /// <code>
    /// trades        -a--b------c-|
    /// VwapAnchored  ----x------y-|
    /// anchor = after the third character; x = b, y = b and c
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapAnchored(this IObservable<Trade> trades, DateTimeOffset anchor, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(scheduler);
        return VwapAnchored(WindowSource.From(trades, scheduler), anchor);
    }

    /// <summary>Returns each symbol's bar since an instant, using the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="anchor">The start of the bars. Trades that count before it are ignored.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapAnchored(IObservable{Trade}, DateTimeOffset, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapAnchored(this NexusFeed feed, DateTimeOffset anchor)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return VwapAnchored(WindowSource.From(feed), anchor);
    }

    /// <summary>Returns each symbol's bar since the latest signal.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="anchors">The signals, of any type. A signal that has a symbol (<see cref="IHasSymbol"/>) starts a new bar of that symbol; any other signal, of all symbols.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>From a symbol's first signal on, each trade publishes the symbol's running bar, from the latest signal to max(previous time, the scheduler's time). The bar is complete if everything in between was received.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately from the trades or from the signals.</description></item>
    /// <item><term>OnCompleted</term><description>Passed on from the trades. When the signals complete, the latest bars continue.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from both sources.</description></item>
    /// </list>
    /// Temperature: the same as the trades. Scheduler: only its time is read. Concurrency: trades and signals may arrive on different threads. On a feed, a
    /// signal takes effect in a turn of the feed, after the message that is being delivered. Memory: one sum for each symbol.
    /// <code>
    /// trades        -a--b------c-d|
    /// anchors       ---s--------s--
    /// VwapAnchored  ----x------y-z|
    /// s = a signal without a symbol; x = b, y = b and c, z = d
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapAnchored<TAnchor>(this IObservable<Trade> trades, IObservable<TAnchor> anchors, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(anchors);
        ArgumentNullException.ThrowIfNull(scheduler);
        return VwapAnchored(WindowSource.From(trades, scheduler), anchors);
    }

    /// <summary>Returns each symbol's bar since the latest signal, using the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="anchors">The signals, of any type. A signal that has a symbol (<see cref="IHasSymbol"/>) starts a new bar of that symbol; any other signal, of all symbols.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapAnchored{TAnchor}(IObservable{Trade}, IObservable{TAnchor}, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapAnchored<TAnchor>(this NexusFeed feed, IObservable<TAnchor> anchors)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(anchors);
        return VwapAnchored(WindowSource.From(feed), anchors);
    }

    private static IObservable<VwapBar> VwapAnchored(WindowSource source, DateTimeOffset anchor) =>
        source.Run<VwapBar>(observer => new AnchoredWindows<TradeSums, VwapBar>(observer, source, anchor.UtcTicks, startsAtOnce: false));

    private static IObservable<VwapBar> VwapAnchored<TAnchor>(WindowSource source, IObservable<TAnchor> anchors) =>
        source.Run<TAnchor, VwapBar>(anchors, observer => new AnchoredWindows<TradeSums, VwapBar>(observer, source, instant: null, startsAtOnce: false));
}
