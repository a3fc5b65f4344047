using System.Runtime.ExceptionServices;

namespace Nexus.Reactive;

/// <summary>
/// Publishes the faults of a feed's subscribers, or handles them if there is no subscriber. Never throws: exceptions of fault handlers are dropped.
/// </summary>
internal sealed class SubscriberFaultReporter(Action<SubscriberFault>? unobserved)
{
    private volatile bool _wasObserved;
    private int _openStreams;
    private Exception? _error;

    /// <summary>Receives each fault without counting as an observer.</summary>
    public event Action<SubscriberFault>? Published;

    public FeedStream<SubscriberFault> Faults { get; } = new(nameof(NexusFeed.SubscriberFaults), faults: null);

    /// <summary>Whether a fault is passed to user code.</summary>
    public bool IsObserved => unobserved is not null || Faults.Subscribers.Length > 0;

    public void Publish(SubscriberFault fault)
    {
        if (!TryPublish(fault) && !_wasObserved)
            Rethrow(fault);
    }

    /// <summary>Publishes a fault that does not end the process if no code observes it.</summary>
    /// <returns>Whether it was passed to a subscriber or to the handler of unobserved faults.</returns>
    public bool TryPublish(SubscriberFault fault)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(Published))
            Quietly.Run(handler, fault);
        var observers = Faults.Subscribers;
        if (observers.Length > 0)
            FeedStream<SubscriberFault>.Send(observers, fault);
        else if (unobserved is not null)
            Quietly.Run(unobserved, fault);
        return observers.Length > 0 || unobserved is not null;
    }

    /// <summary>
    /// Counts a source of faults: the feed, or another stream of its owner. The stream of faults ends after the last of them, so that an exception at any
    /// terminal is published.
    /// </summary>
    public void AddStream() => Interlocked.Increment(ref _openStreams);

    /// <summary>Ends one of the counted streams.</summary>
    public void EndStream(Exception? error)
    {
        if (error is not null)
            Volatile.Write(ref _error, error);
        if (Interlocked.Decrement(ref _openStreams) == 0)
            End();
    }

    // A later fault does not terminate a process that observed the stream to its end.
    private void End()
    {
        _wasObserved = Faults.Subscribers.Length > 0;
        Faults.End(Volatile.Read(ref _error));
    }

    private static void Rethrow(SubscriberFault fault) =>
        ThreadPool.UnsafeQueueUserWorkItem(static error => ExceptionDispatchInfo.Throw(error), fault.Exception, preferLocal: false);
}
