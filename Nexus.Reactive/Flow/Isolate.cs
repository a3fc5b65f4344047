namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Keeps what a subscriber throws away from the source, and so from its siblings: for use behind a <c>Publish</c> of one's own.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>Passed on. If the subscriber throws, the source is left, <paramref name="onFault"/> is given the exception, and the subscriber is sent OnError with it.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on; what the subscriber throws there goes to <paramref name="onFault"/>.</description></item>
    /// <item><term>Dispose</term><description>Leaves the source.</description></item>
    /// </list>
    /// Temperature: as the source's. Scheduler: none. Concurrency: as the source's. Memory: none. A feed's own streams do this by themselves.
    /// <code>
    /// source   a---b---c---|
    /// Isolate  a---(b#)
    /// one subscriber = what it saw that threw at b; its siblings see c
    /// </code>
    /// </remarks>
    /// <param name="source">Anything; typically a shared stream.</param>
    /// <param name="onFault">What to do with the exception; it must not throw itself.</param>
    public static IObservable<T> Isolate<T>(this IObservable<T> source, Action<Exception> onFault)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(onFault);
        return SafeObservable.Create<T>(source.Subscribe, onFault);
    }
}
