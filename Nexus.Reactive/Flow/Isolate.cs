namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Prevents a subscriber's exceptions from reaching the source and its other subscribers. Use it after <c>Publish</c>.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Passed on. If the subscriber throws, its subscription ends, <paramref name="onFault"/> receives the exception, and the subscriber receives OnError with it.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on; <paramref name="onFault"/> receives an exception that the subscriber throws.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: none. Concurrency: the same as the source. Memory: none. The streams of a feed are already isolated.
    /// <code>
    /// source   a---b---c---|
    /// Isolate  a---(b#)
    /// one subscriber = the one that throws at b; the others receive c
    /// </code>
    /// </remarks>
    /// <param name="source">The stream, usually a shared one.</param>
    /// <param name="onFault">Receives the exception. Its own exceptions are dropped.</param>
    public static IObservable<T> Isolate<T>(this IObservable<T> source, Action<Exception> onFault)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(onFault);
        return SafeObservable.Create<T>(source.Subscribe, fault => Quietly.Run(onFault, fault));
    }
}
