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
/// An item that a delivery adds belongs to the thread whose item is delivered. A thread delivers a limited number of items of other threads, and runs the
/// idle work at most as many times, before the thread pool takes over, so that a producer returns to its source and a thread that only schedules work
/// returns to its own. A producer that waits for room delivers whenever no other thread does, so a busy thread pool stops nothing.
/// </remarks>
/// <param name="target">Receives the items.</param>
/// <param name="maxForeignItems">The number of items of other threads that a thread delivers.</param>
internal class DrainQueue<T, TTarget>(TTarget target, int maxForeignItems = 64)
    where TTarget : struct, IDrainTarget<T>
{
    private const int NoThread = 0;

    // The idle work was added by any thread.
    private const int AnyThread = -1;

    private readonly ConcurrentQueue<Entry> _entries = new();
    private int _count;
    private int _owner;

    // The thread whose waiting item is being delivered; NoThread while the owner delivers an item that did not wait. Only the owner uses it.
    private int _producer;
    private int _isPoolRequested;

    // The threads that wait for room, and the number of items delivered, by which they notice a stall.
    private readonly object _room = new();
    private int _waiting;
    private int _delivered;

    /// <summary>Whether the calling thread is the one that delivers.</summary>
    public bool IsOwner => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    /// <summary>Adds an item and delivers the waiting items, unless another thread is delivering. A producer that has a quota then waits for room.</summary>
    public void Push(T item, ProducerQuota? quota = null)
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

        Add(item, quota);
        Drain();
        if (quota is not null)
            WaitForRoom(quota);
    }

    /// <summary>Adds an item that a later <see cref="Drain()"/> delivers. May be called under a lock.</summary>
    /// <param name="item">The item.</param>
    /// <param name="quota">The quota of the producer; null if it has no limit.</param>
    public void Add(T item, ProducerQuota? quota = null)
    {
        quota?.Take();
        Interlocked.Increment(ref _count);
        _entries.Enqueue(new Entry(item, quota, IsOwner && _producer != NoThread ? _producer : Environment.CurrentManagedThreadId));
    }

    /// <summary>Claims the queue if it is empty and no thread delivers. The caller delivers its item and calls <see cref="Leave"/>. May be called under a lock.</summary>
    public bool TryEnter() => Volatile.Read(ref _count) == 0 && TryClaim();

    /// <summary>Releases the claim of <see cref="TryEnter"/>, then delivers the items that were added in the meantime.</summary>
    public void Leave() => ReleaseAndRun(maxForeignItems);

    /// <summary>Releases the claim of <see cref="TryEnter"/>. The thread pool delivers what other threads added in the meantime.</summary>
    public void LeaveOwn() => ReleaseAndRun(0);

    private void ReleaseAndRun(int foreignItems)
    {
        Release();
        if (Volatile.Read(ref _count) != 0 || target.HasIdleWork)
            Run(foreignItems);
    }

    /// <summary>Delivers the waiting items, unless another thread is delivering.</summary>
    public void Drain() => Run(maxForeignItems);

    /// <summary>Delivers the calling thread's own items, unless another thread is delivering. The thread pool does the rest.</summary>
    public void DrainOwn() => Run(0);

    /// <summary>
    /// Waits while the producer is at its limit, and delivers if no other thread does. A call from inside a delivery returns immediately, and so does one that
    /// has waited for a second in which no delivery ended. Must not be called under a lock.
    /// </summary>
    /// <param name="quota">The quota of the producer.</param>
    /// <param name="isHelping">Whether the thread may deliver items of other threads while it waits.</param>
    public void WaitForRoom(ProducerQuota quota, bool isHelping = true)
    {
        if (!quota.IsUsedUp || IsOwner)
            return;
        Interlocked.Increment(ref _waiting);
        try
        {
            while (!quota.HasRoom)
            {
                Run(isHelping ? int.MaxValue : 0, quota);
                if (!TryWait(quota, isHelping))
                {
                    quota.Extend();
                    return;
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    // Returns false after a stall.
    private bool TryWait(ProducerQuota quota, bool isHelping)
    {
        lock (_room)
        {
            var delivered = Volatile.Read(ref _delivered);
            if (quota.HasRoom || (isHelping && Volatile.Read(ref _owner) == NoThread && !_entries.IsEmpty))
                return true;
            return Monitor.Wait(_room, Stall.Time) || Volatile.Read(ref _delivered) != delivered;
        }
    }

    private void WakeWaiting()
    {
        if (Volatile.Read(ref _waiting) == 0)
            return;
        lock (_room)
            Monitor.PulseAll(_room);
    }

    /// <param name="foreignItems">The number of items of other threads to deliver.</param>
    /// <param name="waiting">The quota for whose room the thread waits; null if it does not wait.</param>
    private void Run(int foreignItems, ProducerQuota? waiting = null)
    {
        ExceptionDispatchInfo? fault = null;
        while (TryClaim())
        {
            var isHandedOver = RunClaimed(ref foreignItems, waiting, ref fault);
            _producer = NoThread;
            Release();
            if (isHandedOver)
            {
                RequestPool();
                WakeWaiting();
                break;
            }

            // An item that is counted but not yet stored is delivered by the thread that stores it.
            if (_entries.IsEmpty && !target.HasIdleWork)
                break;
        }

        fault?.Throw();
    }

    private bool RunClaimed(ref int foreignItems, ProducerQuota? waiting, ref ExceptionDispatchInfo? fault)
    {
        while (true)
        {
            try
            {
                if (target.HasIdleWork)
                {
                    if (foreignItems <= 0)
                        return true;
                    foreignItems--;
                    _producer = AnyThread;
                    target.RunIdleWork();
                }

                if (foreignItems <= 0 || waiting is { HasRoom: true })
                {
                    if (!_entries.TryPeek(out var next))
                        return false;
                    if (next.IsForeign)
                        return true;
                }

                if (!_entries.TryDequeue(out var entry))
                    return false;
                Interlocked.Decrement(ref _count);
                if (entry.IsForeign)
                    foreignItems--;
                _producer = entry.Producer;
                _delivered++;
                if (entry.Quota?.Return() == true)
                    WakeWaiting();
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

    private readonly record struct Entry(T Item, ProducerQuota? Quota, int Producer)
    {
        public bool IsForeign => Producer != Environment.CurrentManagedThreadId;
    }
}

/// <summary>A queue that has no idle work.</summary>
/// <param name="deliver">Receives the items.</param>
/// <param name="maxForeignItems">The number of items of other threads that a thread delivers.</param>
internal sealed class DrainQueue<T>(Action<T> deliver, int maxForeignItems = 64) : DrainQueue<T, DelegateTarget<T>>(new DelegateTarget<T>(deliver), maxForeignItems);
