using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>
    /// Tracks orders as <see cref="TrackOrders(NexusFeed, IObservable{OrderSnapshot}, OrderTrackingOptions?)"/> does, and requests the snapshots from an
    /// asynchronous function whenever one is needed.
    /// </summary>
    /// <param name="feed">The feed.</param>
    /// <param name="getSnapshot">Gets a snapshot of the symbol's orders, for example from the exchange's REST API.</param>
    /// <param name="requests">Delays and the time-out of the requests. If null, the defaults are used.</param>
    /// <param name="options">Interpretation, time-outs and limits of the tracker. If null, the defaults are used.</param>
    /// <returns>The orders' events.</returns>
    /// <remarks>
    /// Snapshots are requested as by <see cref="SnapshotRequests"/>: at the first message of a symbol, after its gaps, and when fills are missing; they are
    /// executed as by <see cref="GetSnapshots"/>.
    /// <code>
    /// feed         -n--x--b---|
    /// TrackOrders  -C--S--F---|
    /// n = NEW, x = a gap, b = a book; at n, the function returns an earlier snapshot = nothing changes; at b, one that lists the order as filled
    /// C = Created, S = Stale, F = Filled
    /// </code>
    /// <para>OnNext: as with snapshots. OnError, OnCompleted: those of the feed; a failed request is reported on
    /// <see cref="NexusFeed.SubscriberFaults"/> and repeated. Dispose: ends the subscription and cancels running requests.</para>
    /// <para>Temperature: hot; each subscription creates its own tracker and requests its own snapshots, so share it with an <see cref="OrderLedger"/>.
    /// Scheduler: the feed's clock. Concurrency: events are emitted on the delivering thread. Memory: as without snapshots, and one request of each symbol.</para>
    /// <para>The answers are not part of a recording. To get the same events from a replay, record the snapshots and return them from the function.</para>
    /// </remarks>
    public static IObservable<OrderEvent> TrackOrders(
        this NexusFeed feed, Func<SnapshotRequest, CancellationToken, Task<OrderSnapshot>> getSnapshot, SnapshotRequestOptions? requests = null, OrderTrackingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(getSnapshot);
        requests ??= new SnapshotRequestOptions();
        return SafeObservable.Create<OrderEvent>((observer, resources) =>
        {
            var snapshots = new Subject<OrderSnapshot>();
            var events = new Subject<OrderEvent>();
            resources.Add(events.SnapshotRequests(feed, requests.MaxOrderSilence).GetSnapshots(getSnapshot, feed, requests).Subscribe(snapshots.OnNext, observer.OnError));
            resources.Add(feed.TrackOrders(snapshots, options).Do(events).Subscribe(observer));
        });
    }
}
