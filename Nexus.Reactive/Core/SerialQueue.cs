using System.Collections.Concurrent;

namespace Nexus.Reactive;

/// <summary>
/// Items that are put in under their owner's lock, in the order of the owner's decisions, and go out to the subscribers outside any lock, one at
/// a time: by the thread that calls <see cref="Drain"/>, or by the one that is at it already.
/// </summary>
internal abstract class SerialQueue<T>
{
    // Who brings more while another thread delivers must not run ahead of it without end.
    private const int MaxWaiting = 65_536;

    private readonly ConcurrentQueue<Entry> _waiting = new();
    private int _count;
    private int _isDraining;

    public void Add(T item) => Add(new Entry(item));

    public void Complete() => Add(static queue => queue.End());

    public void Drain()
    {
        while (Volatile.Read(ref _count) > 0)
        {
            if (!TryClaim())
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
                Release();
            }
        }
    }

    /// <summary>
    /// Whether what comes now can go out without waiting: nothing does, and nobody delivers. If so, nobody will until <see cref="Leave"/>. Under
    /// the owner's lock.
    /// </summary>
    public bool TryEnter() => Volatile.Read(ref _count) == 0 && TryClaim();

    /// <summary>Waits while the thread that delivers is far behind.</summary>
    public void WaitForRoom()
    {
        if (Volatile.Read(ref _count) > MaxWaiting)
            SpinWait.SpinUntil(() => Volatile.Read(ref _count) <= MaxWaiting);
    }

    /// <summary>The end of a delivery that <see cref="TryEnter"/> allowed; then what came meanwhile goes out.</summary>
    protected void Leave()
    {
        Release();
        Drain();
    }

    protected abstract void Deliver(T item);

    protected abstract void End();

    /// <summary>Something to do in its place among the items.</summary>
    protected void Add(Action<SerialQueue<T>> action) => Add(new Entry(default!, action));

    // The queue's own count costs more than all the rest. Ours may lag behind the queue, but never for whoever adds and then drains.
    private void Add(Entry entry)
    {
        _waiting.Enqueue(entry);
        Interlocked.Increment(ref _count);
    }

    private bool TryClaim() => Interlocked.Exchange(ref _isDraining, 1) == 0;

    // With a fence, or what another thread has just added and left to this one would not be seen.
    private void Release() => Interlocked.Exchange(ref _isDraining, 0);

    private readonly record struct Entry(T Item, Action<SerialQueue<T>>? Action = null);
}
