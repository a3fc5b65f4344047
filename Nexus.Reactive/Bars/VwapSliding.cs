using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>The bar of the last while, (now − length, now], of each symbol.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="length">How long the window is.</param>
    /// <param name="scheduler">Whose time it goes by: the feed's clock for the exchange's time.</param>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>Each trade gives its symbol's bar, with the trade in it; and each instant at which trades leave gives the bar without them, in silence too, down to the empty one. A bar is complete once the stream is as old as the window.</description></item>
    /// <item><term>OnError</term><description>Passed on at once; open windows are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Passed on; what the window holds was published already.</description></item>
    /// <item><term>Dispose</term><description>Leaves the source and cancels the timer.</description></item>
    /// </list>
    /// Temperature: as the source's. Scheduler: one timer, when the next trade leaves. Concurrency: trades and timer may come on different threads. Memory: 24 bytes a trade inside; O(1) amortised a trade.
    /// <code>
    /// trades       -a--b-----|
    /// VwapSliding  -x--y-z--e|
    /// length = 5 seconds of a character each; x = a, y = a and b, z = b, e = nothing left
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapSliding(this IObservable<Trade> trades, TimeSpan length, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(scheduler);
        return Windowing.Sliding(length).Bars(trades, scheduler);
    }

    /// <summary>The same on a feed, by its clock and with its gaps: a window that a gap cut has <see cref="VwapBar.HasGap"/>.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="length">How long the window is.</param>
    /// <inheritdoc cref="VwapSliding(IObservable{Trade}, TimeSpan, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapSliding(this NexusFeed feed, TimeSpan length)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return Windowing.Sliding(length).Bars(feed, feed.Clock);
    }
}
