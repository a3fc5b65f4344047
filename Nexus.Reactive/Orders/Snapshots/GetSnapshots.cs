namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Calls an asynchronous function for each request, repeats it until it succeeds, and emits the snapshots.</summary>
    /// <param name="source">The requests.</param>
    /// <param name="getSnapshot">Gets a snapshot of the symbol's orders, for example from the exchange's REST API.</param>
    /// <param name="feed">The feed, whose clock runs the delays and whose <see cref="NexusFeed.SubscriberFaults"/> report the failures.</param>
    /// <param name="options">Delays, the time-out, and the scheduler of the function. If null, the defaults are used.</param>
    /// <returns>The snapshots.</returns>
    /// <remarks>
    /// A symbol has one request at a time. A request that arrives while another one of its symbol is running is executed after it, because the running one may
    /// be too old; of several, only the latest. A request fails if the function throws, its task fails, is canceled or exceeds the time-out, or if it returns
    /// nothing or the snapshot of another symbol. It is then repeated after a delay that doubles up to a maximum.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>The function is called, or the request waits as described.</description></item>
    /// <item><term>Success</term><description>The snapshot is emitted.</description></item>
    /// <item><term>Failure</term><description>Reported on <see cref="NexusFeed.SubscriberFaults"/>, with the request as its item; it ends neither the stream nor, if unobserved, the process.</description></item>
    /// <item><term>Subscriber throws</term><description>Its subscription ends. If the thread of a task called it, the exception is reported on <see cref="NexusFeed.SubscriberFaults"/>.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on; running requests are canceled.</description></item>
    /// <item><term>Dispose</term><description>Ends the subscription and cancels running requests.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: the feed's clock for delays; <see cref="SnapshotRequestOptions.Scheduler"/> for the function.
    /// Concurrency: serialized without a lock; snapshots are emitted on the thread that completes the task, or on one that is emitting already. Memory: one request of each symbol.
    /// <code>
    /// source        -a-b------|
    /// GetSnapshots  ---x-y----|
    /// a, b = requests of one symbol, whose snapshots x, y each take 2 characters; b waits until x has arrived
    /// </code>
    /// </remarks>
    public static IObservable<OrderSnapshot> GetSnapshots(
        this IObservable<SnapshotRequest> source, Func<SnapshotRequest, CancellationToken, Task<OrderSnapshot>> getSnapshot, NexusFeed feed, SnapshotRequestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(getSnapshot);
        ArgumentNullException.ThrowIfNull(feed);
        options = (options ?? new SnapshotRequestOptions()).For(feed);
        return SafeObservable.Create<OrderSnapshot>((observer, resources) =>
        {
            var loader = new SnapshotLoader(observer, getSnapshot, feed.Clock, Report, options ?? new SnapshotRequestOptions());
            resources.Add(loader);
            resources.Add(source.Subscribe(loader));
        });

        void Report(SubscriberFault fault, bool isOfSubscriber)
        {
            if (isOfSubscriber)
                feed.Faults.Publish(fault);
            else
                feed.Faults.TryPublish(fault);
        }
    }
}
