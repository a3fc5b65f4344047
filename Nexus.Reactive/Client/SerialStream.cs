namespace Nexus.Reactive;

/// <summary>
/// A hot stream of items that are added under the owner's lock, in the order of its decisions, and delivered outside the lock by <see cref="Drain"/>.
/// </summary>
/// <remarks>Each subscriber has its own guard; see <see cref="FeedStream{T}"/>.</remarks>
internal class SerialStream<T> : IObservable<T>
{
    private readonly DrainQueue<Action> _queue = new(static action => action());
    private readonly SubscriberFaultReporter _faults;
    private bool _isOver;

    public SerialStream(string name, SubscriberFaultReporter faults)
    {
        _faults = faults;
        Subscribers = new FeedStream<T>(name, faults);
        faults.AddStream();
    }

    protected FeedStream<T> Subscribers { get; }

    public virtual IDisposable Subscribe(IObserver<T> observer) => Subscribers.Subscribe(observer);

    public void Add(T item) => Add(() => Deliver(item));

    public void Complete() => Add(End);

    public void Drain() => _queue.Drain();

    protected virtual void Deliver(T item) => FeedStream<T>.Send(Subscribers.Subscribers, item);

    /// <summary>Adds an action at its position among the items.</summary>
    protected void Add(Action action) => _queue.Add(action);

    private void End()
    {
        if (_isOver)
            return;
        _isOver = true;
        Subscribers.End(null);
        _faults.EndStream();
    }
}
