using System.Runtime.ExceptionServices;

namespace Nexus.Reactive;

/// <summary>
/// Publishes the faults of a feed's subscribers, or handles them if there is no subscriber. Never throws: exceptions of fault handlers are dropped.
/// </summary>
internal sealed class SubscriberFaultReporter(Action<SubscriberFault>? unobserved)
{
    private readonly Action<SubscriberFault> _unobserved = unobserved ?? Rethrow;
    private readonly bool _hasHandler = unobserved is not null;

    /// <summary>Receives each fault without counting as an observer.</summary>
    public event Action<SubscriberFault>? Published;

    public FeedStream<SubscriberFault> Faults { get; } = new(nameof(NexusFeed.SubscriberFaults), faults: null);

    /// <summary>Whether a fault is passed to user code.</summary>
    public bool IsObserved => _hasHandler || Faults.Subscribers.Length > 0;

    public void Publish(SubscriberFault fault)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(Published))
            Quietly.Run(handler, fault);
        var observers = Faults.Subscribers;
        if (observers.Length == 0)
            Quietly.Run(_unobserved, fault);
        else
            FeedStream<SubscriberFault>.Send(observers, fault);
    }

    private static void Rethrow(SubscriberFault fault) =>
        ThreadPool.UnsafeQueueUserWorkItem(static error => ExceptionDispatchInfo.Throw(error), fault.Exception, preferLocal: false);
}
