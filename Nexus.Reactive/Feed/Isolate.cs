namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>
    /// Reports the exceptions of a subscription on the feed's <see cref="NexusFeed.SubscriberFaults"/>. Use it as the last operator behind a scheduler or an
    /// asynchronous step, where the feed does not see them.
    /// </summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Passed on. If the subscriber throws, its subscription ends, the exception is reported, and the subscriber receives OnError with it.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on. An exception that the subscriber throws is reported, such as the source's error if the subscriber has no error handler.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: none. Concurrency: the same as the source. Memory: none. The <see cref="SubscriberFault.Stream"/> is
    /// <c>Isolate</c>. After the feed has ended, an exception is handled as if <see cref="NexusFeed.SubscriberFaults"/> had no subscriber.
    /// <code>
    /// source   a---b---c---|
    /// Isolate  a---(b#)
    /// one subscriber = the one that throws at b; the others receive c
    /// </code>
    /// </remarks>
    /// <param name="source">The stream.</param>
    /// <param name="feed">The feed that reports the exceptions.</param>
    public static IObservable<T> Isolate<T>(this IObservable<T> source, NexusFeed feed)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(feed);
        return SafeObservable.Create<T>(source.Subscribe, feed.Faults.PublishIsolated);
    }
}
