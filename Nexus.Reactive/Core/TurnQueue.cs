using System.Collections.Concurrent;

namespace Nexus.Reactive;

/// <summary>
/// One turn at a time, in order of arrival, and nobody waits: an item that comes while a turn runs, from another thread or from
/// inside the turn, is run later by the thread that is at it. A lock here would deadlock a subscriber that waits for a pushing thread.
/// </summary>
internal sealed class TurnQueue<T>(Action<T> run)
{
    private readonly ConcurrentQueue<T> _waiting = new();
    private int _pending;

    public void Push(T item)
    {
        if (Interlocked.CompareExchange(ref _pending, 1, 0) != 0)
        {
            _waiting.Enqueue(item);
            if (Interlocked.Increment(ref _pending) != 1)
                return;
            _waiting.TryDequeue(out item!);
        }

        run(item);
        while (Interlocked.Decrement(ref _pending) != 0)
        {
            _waiting.TryDequeue(out item!);
            run(item);
        }
    }
}
