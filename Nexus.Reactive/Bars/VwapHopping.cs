using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Makes one bar for each symbol and window of time, a window at each hop.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="size">The size of a window, above 0.</param>
    /// <param name="hop">The time from the start of one window to the start of the next, above 0. Windows start at multiples of it since 1970-01-01T00:00Z.</param>
    /// <param name="scheduler">The scheduler whose time counts. For the time of the exchange, the clock of the feed.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// Short for <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/> with <see cref="Windowing.Hopping"/>.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>A trade counts at the time of the scheduler, in every window [start, end) that holds it. A window is published when its end comes, in silence too. From the first trade of a symbol on, empty windows are published too, except those that a jump of the clock skipped. Bars of one instant are in the order of the first trades of their symbols.</description></item>
    /// <item><term>OnError</term><description>Passed on at once. Open windows are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open windows that hold a trade are published as not complete, then it is passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source and cancels the timer.</description></item>
    /// </list>
    /// Temperature: as the source. Scheduler: one timer, for the next end. Concurrency: trades and timer may come on different threads. Memory: the sums of the panes that windows share, no trades. To close a window adds up its panes.
    /// <code>
    /// trades       -a-----b----|
    /// VwapHopping  -----x----y-(z|)
    /// size = 10, hop = 5 seconds of a character each; x = a, y = a and b, z = b
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapHopping(this IObservable<Trade> trades, TimeSpan size, TimeSpan hop, IScheduler scheduler) =>
        trades.Bars(Windowing.Hopping(size, hop), scheduler);

    /// <summary>Makes one bar for each symbol and window of time, a window at each hop. On the clock of the feed and with its gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="size">The size of a window, above 0.</param>
    /// <param name="hop">The time from the start of one window to the start of the next, above 0. Windows start at multiples of it since 1970-01-01T00:00Z.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapHopping(IObservable{Trade}, TimeSpan, TimeSpan, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapHopping(this NexusFeed feed, TimeSpan size, TimeSpan hop) =>
        feed.Bars(Windowing.Hopping(size, hop));
}
