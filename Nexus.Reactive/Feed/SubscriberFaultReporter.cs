using System.Runtime.ExceptionServices;

namespace Nexus.Reactive;

/// <summary>Where the faults of a feed's subscribers are published, or acted on when nobody observes them.</summary>
internal sealed class SubscriberFaultReporter
{
    private readonly Action<SubscriberFault> _unobserved;

    public SubscriberFaultReporter(Action<SubscriberFault>? unobserved)
    {
        _unobserved = unobserved ?? Rethrow;
        Faults = new FeedStream<SubscriberFault>(nameof(NexusFeed.SubscriberFaults), this);
    }

    /// <summary>Sees each fault without counting as somebody who observes them.</summary>
    public event Action<SubscriberFault>? Published;

    public FeedStream<SubscriberFault> Faults { get; }

    public void Publish(SubscriberFault fault)
    {
        Published?.Invoke(fault);
        var observers = Faults.Subscribers;
        if (observers.Length == 0)
            HandOver(fault);
        else
            FeedStream<SubscriberFault>.Send(observers, fault);
    }

    private void HandOver(SubscriberFault fault)
    {
        try
        {
            _unobserved(fault);
        }
        catch (Exception error)
        {
            Rethrow(fault with { Exception = error });
        }
    }

    private static void Rethrow(SubscriberFault fault) =>
        ThreadPool.UnsafeQueueUserWorkItem(static error => ExceptionDispatchInfo.Throw(error), fault.Exception, preferLocal: false);
}
