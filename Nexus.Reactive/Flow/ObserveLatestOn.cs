using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Delivers the latest item on a scheduler, such as a desktop app's UI thread, whenever the scheduler is free: never a backlog, never an outdated value.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>Waits for the scheduler; a later item replaces it.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Delivered on the scheduler, after the last item.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source; nothing follows, not even from inside a callback.</description></item>
    /// </list>
    /// Temperature: as the source's. Scheduler: everything is delivered on it; the source never waits for it. Concurrency: the source may push from several threads.
    /// Memory: one item.
    /// <code>
    /// source           abcd-----e--|
    /// ObserveLatestOn  -----d---e--|
    /// scheduler = busy for the first five characters
    /// </code>
    /// </remarks>
    /// <param name="source">States of which only the latest matters; not events that must all be processed.</param>
    /// <param name="scheduler">Delivers the items.</param>
    public static IObservable<T> ObserveLatestOn<T>(this IObservable<T> source, IScheduler scheduler) =>
        source.ObserveOnBounded(capacity: 1, OverflowPolicy.DropOldest, scheduler).Select(static item => item.Value);
}
