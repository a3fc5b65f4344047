using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>A <see cref="SerialStream{T}"/> that gives each newcomer the latest item first; the newcomer waits its turn among the items.</summary>
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

        // None when the stream has ended: the newcomer was told so.
        (subscription as FeedStream<T>.Subscription)?.OnNext(_latest);
    }
}
