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
    private int _count;
    private int _isDraining;

    protected FeedStream<T> Subscribers { get; } = new(name, faults);

    public virtual IDisposable Subscribe(IObserver<T> observer) => Subscribers.Subscribe(observer);

    public void Add(T item) => Add(new Entry(item));

    public void Complete() => Add(static stream => stream.Subscribers.End(null));

    public void Drain()
    {
        while (Volatile.Read(ref _count) > 0)
        {
            if (Interlocked.Exchange(ref _isDraining, 1) != 0)
                return;
            try
            {
                while (_waiting.TryDequeue(out var entry))
                {
                    Interlocked.Decrement(ref _count);
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
        if (Volatile.Read(ref _count) > MaxWaiting)
            SpinWait.SpinUntil(() => Volatile.Read(ref _count) <= MaxWaiting);
    }

    protected virtual void Deliver(T item) => FeedStream<T>.Send(Subscribers.Subscribers, item);

    /// <summary>Something to do in its place among the items.</summary>
    protected void Add(Action<SerialStream<T>> action) => Add(new Entry(default!, action));

    // The queue's own count costs more than all the rest. Ours may lag behind the queue, but never for whoever adds and then drains.
    private void Add(Entry entry)
    {
        _waiting.Enqueue(entry);
        Interlocked.Increment(ref _count);
    }

    private readonly record struct Entry(T Item, Action<SerialStream<T>>? Action = null);
}
