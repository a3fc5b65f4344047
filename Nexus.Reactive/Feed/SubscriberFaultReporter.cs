using System.Runtime.ExceptionServices;

namespace Nexus.Reactive;

/// <summary>
/// Publishes the faults of a feed's subscribers, or handles them if there is no subscriber. Never throws: exceptions of fault handlers are dropped.
/// </summary>
internal sealed class SubscriberFaultReporter(Action<SubscriberFault>? unobserved)
{
    private volatile bool _wasObserved;

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

    /// <summary>Ends the stream of faults. A later fault does not terminate a process that observed the stream to its end.</summary>
    public void End(Exception? error)
    {
        _wasObserved = Faults.Subscribers.Length > 0;
        Faults.End(error);
    }

    private static void Rethrow(SubscriberFault fault) =>
        ThreadPool.UnsafeQueueUserWorkItem(static error => ExceptionDispatchInfo.Throw(error), fault.Exception, preferLocal: false);
}
