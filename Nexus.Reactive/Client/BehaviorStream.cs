using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>A <see cref="SerialStream{T}"/> that delivers the latest item first to each new subscriber. The subscription takes effect in order with the items.</summary>
internal sealed class BehaviorStream<T>(string name, SubscriberFaultReporter faults, T first) : SerialStream<T>(name, faults)
{
    private T _latest = first;

    public override IDisposable Subscribe(IObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var place = new SingleAssignmentDisposable();
        Add(() => Join(observer, place));
        Drain();
        return place;
    }

    protected override void Deliver(T item)
    {
        _latest = item;
        base.Deliver(item);
    }

    private void Join(IObserver<T> observer, SingleAssignmentDisposable place)
    {
        if (place.IsDisposed)
            return;
        var subscription = Subscribers.Subscribe(observer);
        place.Disposable = subscription;

        // Null if the stream has ended, which the subscriber has already received.
        (subscription as FeedStream<T>.Subscription)?.OnNext(_latest);
    }
}
