using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Hands over to a scheduler, such as a desktop app's thread, what is latest when it has time: never a backlog, never a stale value.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>Waits for the scheduler; one that comes meanwhile takes its place.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Delivered on the scheduler, after the last item.</description></item>
    /// <item><term>Dispose</term><description>Leaves the source; from inside a callback, too, nothing follows.</description></item>
    /// </list>
    /// Temperature: as the source's. Scheduler: everything is delivered on it; the source never waits for it. Concurrency: the source may push from several threads.
    /// Memory: one item.
    /// <code>
    /// source           abcd-----e--|
    /// ObserveLatestOn  -----d---e--|
    /// scheduler = busy for the first five characters
    /// </code>
    /// </remarks>
    /// <param name="source">States of which only the latest matters; not events of which each one counts.</param>
    /// <param name="scheduler">Where they are delivered.</param>
    public static IObservable<T> ObserveLatestOn<T>(this IObservable<T> source, IScheduler scheduler) =>
        source.ObserveOnBounded(scheduler, capacity: 1).Select(static item => item.Value);
}
