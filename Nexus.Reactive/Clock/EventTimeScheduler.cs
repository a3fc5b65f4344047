using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>
/// A scheduler that uses the exchange's time. Each message moves the time. Work that is due by then runs first, each item at its own due time.
/// Work may be scheduled from any thread; it runs only in the feed's turns.
/// </summary>
/// <remarks>
/// Rx's virtual-time base classes are not suitable: an exception in a timer makes them unusable, work that is due now waits until the time moves, canceled
/// timers accumulate, and intervals fire in bursts if the clock starts at 1970. Only turns touch the queue, so it needs no lock. Scheduled work waits in a list
/// until a turn merges it; an operator that runs in a turn adds its work to the queue directly.
/// </remarks>
internal sealed partial class EventTimeScheduler(IClockTurns turns, Action<Exception> onFault)
    : IScheduler, ISchedulerPeriodic, IStopwatchProvider, IServiceProvider
{
    // The number of canceled items up to which they stay in the queue until they are due.
    private const int FewCancelled = 64;

    private readonly ScheduledQueue _queue = new();
    private ClockTime _time = new();

    // Items that are scheduled but not yet in the queue; guarded by the lock.
    private readonly Lock _gate = new();
    private PendingWork _pending = new();
    private int _cancelledQueued;
    private bool _isRunning;
    private bool _isStarted;
    private bool _isOver;

    public DateTimeOffset Now => new(NowTicks, TimeSpan.Zero);

    public long NowTicks => _time.Now;

    /// <summary>True after the first timestamp.</summary>
    public bool IsStarted => Volatile.Read(ref _isStarted);

    /// <summary>The time for stopwatches, in ticks. It starts at the first timestamp and does not decrease when the clock restarts.</summary>
    public long MonotonicTicks => _time.Monotonic;

    /// <summary>The jumps and restarts so far.</summary>
    public ClockMoves Moves => _time.Moves;

    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Add(new ScheduledItem<TState>(this, state, action, isRelative: false), 0);
    }

    public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Add(new ScheduledItem<TState>(this, state, action, isRelative: true), Math.Max(dueTime.Ticks, 0));
    }

    public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Add(new ScheduledItem<TState>(this, state, action, isRelative: false), dueTime.UtcTicks);
    }

    public IDisposable SchedulePeriodic<TState>(TState state, TimeSpan period, Func<TState, TState> action)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(action);

        // Zero means "as often as possible" in Rx; here it becomes the exchange's resolution, because otherwise the time would never advance.
        var ticks = period > TimeSpan.Zero ? period.Ticks : TimeSpan.TicksPerMillisecond;
        return Add(new PeriodicScheduledItem<TState>(this, state, ticks, action), ticks);
    }

    public IStopwatch StartStopwatch() => new Stopwatch(this);

    public object? GetService(Type serviceType) =>
        serviceType == typeof(ISchedulerPeriodic) || serviceType == typeof(IStopwatchProvider) || serviceType == typeof(EventTimeScheduler) ? this : null;

    /// <summary>Counts a cancellation. Canceled items are removed when most items are canceled.</summary>
    public void OnCancelled(ScheduledItem work)
    {
        lock (_gate)
        {
            if (work.State == ScheduledItemState.Waiting)
                _pending.OnCancelled();
            else if (work.State == ScheduledItemState.Queued && ShouldCompact(++_cancelledQueued, _queue.Count))
                _pending.RequestMerge();
        }
    }

    /// <summary>Adds work from any thread.</summary>
    public ScheduledItem Add(ScheduledItem work, long due)
    {
        switch (AddPending(work, due))
        {
            case Addition.Immediate:
                turns.Run(work);
                break;
            case Addition.Reached:
                turns.Request();
                break;
        }

        return work;
    }

    /// <summary>Adds work at an absolute time from inside a turn.</summary>
    public void AddInTurn(ScheduledItem work, long due)
    {
        // Work with the same due time that was scheduled earlier runs first.
        if (_pending.Any)
            MergePending();
        due = Math.Max(due, NowTicks);
        if (!_isOver || due <= NowTicks)
            _queue.Add(work, due);
    }

    private Addition AddPending(ScheduledItem work, long due)
    {
        var isInTurn = turns.IsInTurn;
        lock (_gate)
        {
            var isForStart = work.IsRelative && !_isStarted;
            work.Due = !work.IsRelative ? Math.Max(due, NowTicks) : _isStarted ? SaturatingAdd(NowTicks, due) : due;
            if (_isOver && (isForStart || work.Due > NowTicks))
                return Addition.Waiting;
            if (!isInTurn && !isForStart && work.Due <= NowTicks)
            {
                work.State = ScheduledItemState.Posted;
                return Addition.Immediate;
            }

            work.State = ScheduledItemState.Waiting;
            var isOwn = isInTurn && _isRunning;
            work.IsChained = isOwn && work.Due <= NowTicks;
            if (isForStart)
            {
                _pending.AddUntilStart(work);
                return Addition.Waiting;
            }

            _pending.Add(work, isOwn);

            // A turn on another thread may have moved the clock in the meantime. Either that turn sees the work, or this thread sees the new time.
            Interlocked.MemoryBarrier();
            return !isInTurn && work.Due <= NowTicks ? Addition.Reached : Addition.Waiting;
        }
    }

    /// <summary>Returns whether so many items are canceled that it is worthwhile to remove them.</summary>
    public static bool ShouldCompact(int cancelled, int all) => cancelled > FewCancelled && cancelled > all / 2;

    public static long SaturatingAdd(long time, long ticks) => Math.Min(time, DateTime.MaxValue.Ticks - ticks) + ticks;

    private enum Addition
    {
        /// <summary>The item waits for its time.</summary>
        Waiting,

        /// <summary>The item is not added, because it runs in a turn of its own.</summary>
        Immediate,

        /// <summary>The clock reached the item's time while it was added.</summary>
        Reached,
    }

    private sealed class Stopwatch(EventTimeScheduler clock) : IStopwatch
    {
        private readonly long _from = clock.MonotonicTicks;

        public TimeSpan Elapsed => new(clock.MonotonicTicks - _from);
    }
}
