using System.Collections.Concurrent;

namespace Nexus.Reactive;

/// <summary>
/// A hot stream whose items are put in under its owner's lock, in the order of the owner's decisions, and go out to the subscribers outside
/// any lock, one at a time: by the thread that calls <see cref="Drain"/>, or by the one that is at it already.
/// </summary>
/// <remarks>Each subscriber has a guard of its own, see <see cref="FeedStream{T}"/>.</remarks>
internal class SerialStream<T>(string name, FaultDesk faults) : IObservable<T>
{
    // Who brings more while another thread delivers must not run ahead of it without end.
    private const int MaxWaiting = 65_536;

    private readonly ConcurrentQueue<Entry> _waiting = new();
    private int _isDraining;

    protected FeedStream<T> Subscribers { get; } = new(name, faults);

    public virtual IDisposable Subscribe(IObserver<T> observer) => Subscribers.Subscribe(observer);

    public void Add(T item) => _waiting.Enqueue(new Entry(item));

    public void Complete() => _waiting.Enqueue(new Entry(default!, static stream => stream.Subscribers.End(null)));

    public void Drain()
    {
        while (!_waiting.IsEmpty)
        {
            if (Interlocked.Exchange(ref _isDraining, 1) != 0)
                return;
            try
            {
                while (_waiting.TryDequeue(out var entry))
                {
                    if (entry.Action is { } action)
                        action(this);
                    else
                        Deliver(entry.Item);
                }
            }
            finally
            {
                Interlocked.Exchange(ref _isDraining, 0);
            }
        }
    }

    /// <summary>Waits while the thread that delivers is far behind.</summary>
    public void WaitForRoom()
    {
        if (_waiting.Count > MaxWaiting)
            SpinWait.SpinUntil(() => _waiting.Count <= MaxWaiting);
    }

    protected virtual void Deliver(T item) => FeedStream<T>.Send(Subscribers.Subscribers, item);

    /// <summary>Something to do in its place among the items.</summary>
    protected void Add(Action<SerialStream<T>> action) => _waiting.Enqueue(new Entry(default!, action));

    private readonly record struct Entry(T Item, Action<SerialStream<T>>? Action = null);
}
