using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>One bar for each so much traded money of a symbol.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="notional">Σ price × quantity, in the quote asset, above 0.</param>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>The trade that brings its symbol's bar to the notional closes it, unsplit: a bar may hold more. Start and End are the first and the last trade's timestamps.</description></item>
    /// <item><term>OnError</term><description>Passed on at once; the open bars are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open bars are published, not complete, then it is passed on.</description></item>
    /// <item><term>Dispose</term><description>Leaves the source.</description></item>
    /// </list>
    /// Temperature: as the source's. Scheduler: none; the trades' own timestamps. Concurrency: one trade at a time. Memory: sums, no trades.
    /// <code>
    /// trades          -a-b-a--c-a|
    /// VwapByNotional  ---x----y--(z|)
    /// notional = 300; a = 100, b = 200, c = 500; x = 300, y = 600, z = 100
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapByNotional(this IObservable<Trade> trades, decimal notional)
    {
        ArgumentNullException.ThrowIfNull(trades);
        return Windowing.ByNotional(notional).Bars(trades, Scheduler.Immediate);
    }

    /// <summary>The same on a feed, with its gaps: a window that a gap cut has <see cref="VwapBar.HasGap"/>.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="notional">Σ price × quantity, in the quote asset, above 0.</param>
    /// <inheritdoc cref="VwapByNotional(IObservable{Trade}, decimal)" path="/remarks"/>
    public static IObservable<VwapBar> VwapByNotional(this NexusFeed feed, decimal notional)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return Windowing.ByNotional(notional).Bars(feed, feed.Clock);
    }
}
