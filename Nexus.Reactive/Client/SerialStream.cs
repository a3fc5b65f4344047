namespace Nexus.Reactive;

/// <summary>A hot stream of a <see cref="SerialQueue{T}"/>'s items.</summary>
/// <remarks>Each subscriber has a guard of its own, see <see cref="FeedStream{T}"/>.</remarks>
internal class SerialStream<T>(string name, SubscriberFaultReporter faults) : SerialQueue<T>, IObservable<T>
{
    protected FeedStream<T> Subscribers { get; } = new(name, faults);

    public virtual IDisposable Subscribe(IObserver<T> observer) => Subscribers.Subscribe(observer);

    protected override void Deliver(T item) => FeedStream<T>.Send(Subscribers.Subscribers, item);

    protected override void End() => Subscribers.End(null);
}
