using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Returns one bar per symbol for every <paramref name="count"/> trades.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="count">The number of trades, 1 or more.</param>
    /// <param name="scheduler">Supplies the times of Start and End. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// Shorthand for <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/> with <see cref="Windowing.ByCount"/>.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>The trade that brings its symbol's bar to the count closes it. Start and End are the times of its first and last trade, each max(previous time, the scheduler's time).</description></item>
    /// <item><term>OnError</term><description>Passed on immediately. Open bars are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open bars are published as incomplete, then completion is passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: only its time is read. Concurrency: one trade at a time. Memory: the sums of one open bar per symbol.
    /// <code>
    /// trades       -a-b-c--d-e|
    /// VwapByCount  ---x----y--(z|)
    /// count = 2; x = a and b, y = c and d, z = e
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapByCount(this IObservable<Trade> trades, int count, IScheduler scheduler) =>
        trades.Bars(Windowing.ByCount(count), scheduler);

    /// <summary>Returns one bar per symbol for every <paramref name="count"/> trades. Time is max(previous time, the trade's timestamp).</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="count">The number of trades, 1 or more.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapByCount(IObservable{Trade}, int, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapByCount(this IObservable<Trade> trades, int count)
    {
        ArgumentNullException.ThrowIfNull(trades);
        return Windowing.ByCount(count).Bars(WindowSource.From(trades, scheduler: null));
    }

    /// <summary>Returns one bar per symbol for every <paramref name="count"/> trades. Uses the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="count">The number of trades, 1 or more.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapByCount(IObservable{Trade}, int, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapByCount(this NexusFeed feed, int count) =>
        feed.Bars(Windowing.ByCount(count));
}
