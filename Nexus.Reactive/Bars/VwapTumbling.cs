using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Makes one bar for each symbol and window of time, one window after another.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="size">The size of a window, above 0. Windows start at multiples of it since 1970-01-01T00:00Z.</param>
    /// <param name="scheduler">The scheduler whose time counts. For the time of the exchange, the clock of the feed.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// Short for <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/> with <see cref="Windowing.Tumbling"/>.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>A trade counts at the time of the scheduler, in the window [start, end) that holds it. A window is published when its end comes, in silence too. From the first trade of a symbol on, empty windows are published too, except those that a jump of the clock skipped. Bars of one instant are in the order of the first trades of their symbols.</description></item>
    /// <item><term>OnError</term><description>Passed on at once. Open windows are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open windows that hold a trade are published as not complete, then it is passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source and cancels the timer.</description></item>
    /// </list>
    /// Temperature: as the source. Scheduler: one timer, for the next end. Concurrency: trades and timer may come on different threads. Memory: sums, no trades.
    /// <code>
    /// trades        -a--b---------c-|
    /// VwapTumbling  -----x----e----y|
    /// size = 5 seconds of a character each; x = a and b, e = an empty window, y = c
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapTumbling(this IObservable<Trade> trades, TimeSpan size, IScheduler scheduler) =>
        trades.Bars(Windowing.Tumbling(size), scheduler);

    /// <summary>Makes one bar for each symbol and window of time, one window after another. On the clock of the feed and with its gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="size">The size of a window, above 0. Windows start at multiples of it since 1970-01-01T00:00Z.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapTumbling(IObservable{Trade}, TimeSpan, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapTumbling(this NexusFeed feed, TimeSpan size) =>
        feed.Bars(Windowing.Tumbling(size));
}
