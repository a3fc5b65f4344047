using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>One bar for each so much traded quantity of a symbol.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="quantity">In the base asset, above 0.</param>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>The trade that brings its symbol's bar to the quantity closes it, unsplit: a bar may hold more. Start and End are the first and the last trade's timestamps.</description></item>
    /// <item><term>OnError</term><description>Passed on at once; the open bars are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open bars are published, not complete, then it is passed on.</description></item>
    /// <item><term>Dispose</term><description>Leaves the source.</description></item>
    /// </list>
    /// Temperature: as the source's. Scheduler: none; the trades' own timestamps. Concurrency: one trade at a time. Memory: sums, no trades.
    /// <code>
    /// trades        -a-b-a--c-a|
    /// VwapByVolume  ---x----y--(z|)
    /// quantity = 3; a = 1, b = 2, c = 5; x = 3, y = 6, z = 1
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapByVolume(this IObservable<Trade> trades, decimal quantity)
    {
        ArgumentNullException.ThrowIfNull(trades);
        return Windowing.ByVolume(quantity).Bars(trades, Scheduler.Immediate);
    }

    /// <summary>The same on a feed, with its gaps: a window that a gap cut has <see cref="VwapBar.HasGap"/>.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="quantity">In the base asset, above 0.</param>
    /// <inheritdoc cref="VwapByVolume(IObservable{Trade}, decimal)" path="/remarks"/>
    public static IObservable<VwapBar> VwapByVolume(this NexusFeed feed, decimal quantity)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return Windowing.ByVolume(quantity).Bars(feed, feed.Clock);
    }
}
