using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Makes one bar for each number of trades of a symbol.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="count">The number of trades, 1 or more.</param>
    /// <param name="scheduler">The scheduler whose time Start and End are. For the time of the exchange, the clock of the feed.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// Short for <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/> with <see cref="Windowing.ByCount"/>.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>The trade that brings the bar of its symbol to the count closes it. Start and End are the times of its first and last trade, max(previous time, time of the scheduler).</description></item>
    /// <item><term>OnError</term><description>Passed on at once. Open bars are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open bars are published as not complete, then it is passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: as the source. Scheduler: only its time is read. Concurrency: one trade at a time. Memory: the sums of one open bar for each symbol.
    /// <code>
    /// trades       -a-b-c--d-e|
    /// VwapByCount  ---x----y--(z|)
    /// count = 2; x = a and b, y = c and d, z = e
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapByCount(this IObservable<Trade> trades, int count, IScheduler scheduler) =>
        trades.Bars(Windowing.ByCount(count), scheduler);

    /// <summary>Makes one bar for each number of trades of a symbol. Time is max(previous time, timestamp of the trade).</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="count">The number of trades, 1 or more.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapByCount(IObservable{Trade}, int, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapByCount(this IObservable<Trade> trades, int count)
    {
        ArgumentNullException.ThrowIfNull(trades);
        return Windowing.ByCount(count).Bars(WindowSource.From(trades, scheduler: null));
    }

    /// <summary>Makes one bar for each number of trades of a symbol. On the clock of the feed and with its gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="count">The number of trades, 1 or more.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapByCount(IObservable{Trade}, int, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapByCount(this NexusFeed feed, int count) =>
        feed.Bars(Windowing.ByCount(count));
}
