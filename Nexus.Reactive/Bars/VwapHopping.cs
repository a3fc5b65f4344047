using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Returns one bar per symbol and time window; a window starts at each hop.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="size">The size of a window, above 0.</param>
    /// <param name="hop">The time from the start of one window to the start of the next, above 0 and at least a 100,000th of <paramref name="size"/>. Windows start at multiples of it since 1970-01-01T00:00Z.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// Shorthand for <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/> with <see cref="Windowing.Hopping"/>.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>A trade counts at the scheduler's time, in every window [start, end) that contains it. A window is published when its end is reached, even if no trade arrives. From a symbol's first trade on, empty windows are also published, except those that a clock jump skipped. Bars published at the same time are ordered by their symbols' first trades.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately. Open windows are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open windows that contain a trade are published as incomplete, then completion is passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source and cancels the timer.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: one timer, for the next window end. Concurrency: trades and the timer may arrive on different threads.
    /// Memory: the sums of the panes that windows share; no trades. Closing a window adds up its panes.
    /// <code>
    /// trades       -a-----b----|
    /// VwapHopping  -----x----y-(z|)
    /// size = 10, hop = 5 seconds of a character each; x = a, y = a and b, z = b
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> VwapHopping(this IObservable<Trade> trades, TimeSpan size, TimeSpan hop, IScheduler scheduler) =>
        trades.Bars(Windowing.Hopping(size, hop), scheduler);

    /// <summary>Returns one bar per symbol and time window; a window starts at each hop. Uses the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="size">The size of a window, above 0.</param>
    /// <param name="hop">The time from the start of one window to the start of the next, above 0 and at least a 100,000th of <paramref name="size"/>. Windows start at multiples of it since 1970-01-01T00:00Z.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="VwapHopping(IObservable{Trade}, TimeSpan, TimeSpan, IScheduler)" path="/remarks"/>
    public static IObservable<VwapBar> VwapHopping(this NexusFeed feed, TimeSpan size, TimeSpan hop) =>
        feed.Bars(Windowing.Hopping(size, hop));
}
