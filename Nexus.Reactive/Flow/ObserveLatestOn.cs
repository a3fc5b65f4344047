using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>
    /// Delivers the latest item on a scheduler, such as a desktop app's UI thread, whenever the scheduler is free. It never creates a backlog and never
    /// delivers an outdated value.
    /// </summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Waits for the scheduler; a later item replaces it.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Delivered on the scheduler, after the last item.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source. No notification follows, not even if it is called inside a callback.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: all notifications are delivered on it; the source never waits for it. Concurrency: the source may push
    /// from several threads.
    /// Memory: one item.
    /// <code>
    /// source           abcd-----e--|
    /// ObserveLatestOn  -----d---e--|
    /// scheduler = busy for the first five characters
    /// </code>
    /// </remarks>
    /// <param name="source">States of which only the latest matters. Do not use it for events that must all be processed.</param>
    /// <param name="scheduler">Delivers the items.</param>
    public static IObservable<T> ObserveLatestOn<T>(this IObservable<T> source, IScheduler scheduler) =>
        source.ObserveOnBounded(capacity: 1, OverflowPolicy.DropOldest, scheduler).Select(static item => item.Value);
}
