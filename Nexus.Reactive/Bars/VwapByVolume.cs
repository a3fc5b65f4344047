using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Returns one bar per symbol each time <paramref name="quantity"/> has been traded.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="quantity">The quantity in the base asset, above 0.</param>
    /// <param name="scheduler">Supplies the times of Start and End. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// Shorthand for <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/> with <see cref="Windowing.ByVolume"/>.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>The trade that brings its symbol's bar to the quantity closes it. The trade is not split, so a bar may contain more. Start and End are the times of its first and last trade, each max(previous time, the scheduler's time).</description></item>
    /// <item><term>OnError</term><description>Passed on immediately. Open bars are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open bars are published as incomplete, then completion is passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: only its time is read. Concurrency: one trade at a time. Memory: the sums of one open bar per symbol.
    /// <code>
    /// trades        -a-b-a--c-a|
    /// VwapByVolume  ---x----y--(z|)
    /// quantity = 3; a = 1, b = 2, c = 5; x = 3, y = 6, z = 1
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapByVolume(this IObservable<Trade> trades, decimal quantity, IScheduler scheduler) =>
        trades.Bars(Windowing.ByVolume(quantity), scheduler);

    /// <summary>Returns one bar per symbol each time <paramref name="quantity"/> has been traded. Time is max(previous time, the trade's timestamp).</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="quantity">The quantity in the base asset, above 0.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapByVolume(IObservable{Trade}, decimal, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapByVolume(this IObservable<Trade> trades, decimal quantity)
    {
        ArgumentNullException.ThrowIfNull(trades);
        return Windowing.ByVolume(quantity).Bars(WindowSource.From(trades, scheduler: null));
    }

    /// <summary>Returns one bar per symbol each time <paramref name="quantity"/> has been traded. Uses the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="quantity">The quantity in the base asset, above 0.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapByVolume(IObservable{Trade}, decimal, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapByVolume(this NexusFeed feed, decimal quantity) =>
        feed.Bars(Windowing.ByVolume(quantity));
}
