using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Nexus.Reactive;

/// <summary>
/// Delivers items one at a time, in the order in which they were added. The thread that finds the queue idle delivers; any other thread adds its item and
/// returns.
/// </summary>
/// <remarks>
/// A lock would deadlock a subscriber that waits for another producer, and would let a re-entrant push overtake the current item.
/// An item is counted before it is stored, so if a thread reads a count of zero, none of its items is left in the queue.
/// A thread delivers a limited number of items of other threads, and runs the idle work at most as many times, before the thread pool takes over, so that a
/// producer returns to its source and a thread that only schedules work returns to its own.
/// </remarks>
/// <param name="target">Receives the items.</param>
internal class DrainQueue<T, TTarget>(TTarget target)
    where TTarget : struct, IDrainTarget<T>
{
    private const int MaxForeignItems = 64;
    private const int NoThread = 0;

    private readonly ConcurrentQueue<Entry> _entries = new();
    private int _count;
    private int _owner;
    private int _reentrantCount;
    private int _isPoolRequested;

    /// <summary>Whether the calling thread is the one that delivers.</summary>
    public bool IsOwner => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    /// <summary>Adds an item and delivers the waiting items, unless another thread is delivering.</summary>
    public void Push(T item)
    {
        if (TryEnter())
        {
            try
            {
                target.Deliver(item);
            }
            finally
            {
                Leave();
            }

            return;
        }

        Add(item);
        Drain();
    }

    /// <summary>Adds an item that a later <see cref="Drain()"/> delivers. May be called under a lock.</summary>
    public void Add(T item)
    {
        var isReentrant = IsOwner;
        if (isReentrant)
            _reentrantCount++;
        Interlocked.Increment(ref _count);
        _entries.Enqueue(new Entry(item, isReentrant, Environment.CurrentManagedThreadId));
    }

    /// <summary>Claims the queue if it is empty and no thread delivers. The caller delivers its item and calls <see cref="Leave"/>. May be called under a lock.</summary>
    public bool TryEnter() => Volatile.Read(ref _count) == 0 && TryClaim();

    /// <summary>Releases the claim of <see cref="TryEnter"/>, then delivers the items that were added in the meantime.</summary>
    public void Leave()
    {
        Release();
        if (Volatile.Read(ref _count) != 0 || target.HasIdleWork)
            Drain();
    }

    /// <summary>Delivers the waiting items, unless another thread is delivering.</summary>
    public void Drain() => Run(MaxForeignItems);

    /// <summary>Runs the idle work once, unless another thread is delivering. The thread pool delivers items of other threads.</summary>
    public void DrainIdleWork() => Run(0);

    private void Run(int maxForeignItems)
    {
        ExceptionDispatchInfo? fault = null;
        while (TryClaim())
        {
            var isHandedOver = RunClaimed(ref maxForeignItems, ref fault);
            Release();
            if (isHandedOver)
            {
                RequestPool();
                break;
            }

            // An item that is counted but not yet stored is delivered by the thread that stores it.
            if (_entries.IsEmpty && !target.HasIdleWork)
                break;
        }

        fault?.Throw();
    }

    private bool RunClaimed(ref int maxForeignItems, ref ExceptionDispatchInfo? fault)
    {
        while (true)
        {
            try
            {
                if (target.HasIdleWork)
                {
                    if (maxForeignItems < 0)
                        return true;
                    maxForeignItems--;
                    target.RunIdleWork();
                }

                if (maxForeignItems <= 0 && Volatile.Read(ref _count) > _reentrantCount)
                    return true;
                if (!_entries.TryDequeue(out var entry))
                    return false;
                Interlocked.Decrement(ref _count);
                if (entry.IsReentrant)
                    _reentrantCount--;
                else if (entry.Thread != Environment.CurrentManagedThreadId)
                    maxForeignItems--;
                target.Deliver(entry.Item);
            }
            catch (Exception error)
            {
                fault ??= ExceptionDispatchInfo.Capture(error);
            }
        }
    }

    private void RequestPool()
    {
        if (Interlocked.Exchange(ref _isPoolRequested, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.DrainOnPool(), this, preferLocal: false);
    }

    private void DrainOnPool()
    {
        Interlocked.Exchange(ref _isPoolRequested, 0);
        Run(int.MaxValue);
    }

    private bool TryClaim() => Interlocked.CompareExchange(ref _owner, Environment.CurrentManagedThreadId, NoThread) == NoThread;

    // A full fence. After it, this thread sees the items that other threads have added for it to deliver.
    private void Release() => Interlocked.Exchange(ref _owner, NoThread);

    private readonly record struct Entry(T Item, bool IsReentrant, int Thread);
}

/// <summary>A queue that has no idle work.</summary>
/// <param name="deliver">Receives the items.</param>
internal sealed class DrainQueue<T>(Action<T> deliver) : DrainQueue<T, DelegateTarget<T>>(new DelegateTarget<T>(deliver));
