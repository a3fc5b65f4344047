using System.Globalization;
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
internal sealed class EventTimeScheduler(IClockTurns turns, Action<Exception> onFault)
    : IScheduler, ISchedulerPeriodic, IStopwatchProvider, IServiceProvider
{
    // The number of canceled items up to which they stay in the queue until they are due.
    private const int FewCancelled = 64;

    // The number of times that immediate work may schedule more immediate work before it is treated as an endless loop.
    private const int MaxChainedWork = 1_000_000;

    private readonly ScheduledQueue _queue = new();
    private ClockTime _time = new();

    // Items that are scheduled but not yet in the queue; guarded by the lock.
    private readonly Lock _gate = new();
    private PendingWork _pending = new();
    private int _cancelledQueued;
    private int _runner;
    private int _chained;
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

    /// <summary>Starts the clock at the first timestamp.</summary>
    public void Start(long time)
    {
        lock (_gate)
        {
            MergePending();
            _isStarted = true;
            _time.Start(time);
            _pending.Start(_queue, time);
        }

        RunDue();
    }

    /// <summary>Runs the work that is due by <paramref name="time"/>, then sets the clock to it. The clock never moves back.</summary>
    public void AdvanceTo(long time)
    {
        if (time >= _queue.NextDue || time >= _pending.Due)
            RunUntil(time);
        if (time > NowTicks)
            _time.MoveTo(time);
    }

    /// <summary>Sets the clock to <paramref name="time"/> immediately. Work that was due earlier runs once, at the new time.</summary>
    public void JumpTo(long time)
    {
        _time.JumpTo(time);
        RunDue();
    }

    /// <summary>Sets the clock back to <paramref name="time"/>; relative work keeps its distance.</summary>
    public void RestartAt(long time)
    {
        lock (_gate)
        {
            MergePending();
            var back = NowTicks - time;
            _time.RestartAt(time);
            Rebuild(back);
        }

        RunDue();
    }

    /// <summary>Returns whether work that was scheduled outside a turn is due and has not been merged yet.</summary>
    public bool HasPendingDue => _pending.Due <= NowTicks;

    /// <summary>Runs the work that is due at <see cref="Now"/>.</summary>
    public void RunDue() => AdvanceTo(NowTicks);

    /// <summary>Ends the time: runs the work that is due within the given time, then drops the rest. Work for now that is added later still runs.</summary>
    public void End(TimeSpan runOn)
    {
        RunDue();
        if (_isStarted)
            AdvanceTo(SaturatingAdd(NowTicks, runOn.Ticks));
        lock (_gate)
        {
            _isOver = true;
            _queue.Clear();
            _pending.Clear();
            _cancelledQueued = 0;
        }
    }

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

    /// <summary>Runs an item that was scheduled for now outside a turn. Called in a turn.</summary>
    public void RunNow(ScheduledItem work)
    {
        work.State = ScheduledItemState.Nowhere;
        if (!work.IsCancelled)
            AddInTurn(work, work.Due);
        RunDue();
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
            var isOwn = Volatile.Read(ref _runner) == Environment.CurrentManagedThreadId;
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

    private void MergePending()
    {
        lock (_gate)
        {
            _pending.MoveTo(_queue);
            if (ShouldCompact(_cancelledQueued, _queue.Count))
                Rebuild(back: 0);
        }
    }

    private void RunUntil(long time)
    {
        _chained = 0;
        var isMerged = false;
        while (true)
        {
            // Work that other threads schedule in the meantime waits for the next call, so that they cannot keep this thread here.
            if (time >= _pending.Due && (!isMerged || _pending.HasOwn))
            {
                MergePending();
                isMerged = true;
            }

            if (time < _queue.NextDue)
                return;

            // Read before the item is taken: then another thread may set a reusable timer again.
            var due = _queue.NextDue;
            var work = _queue.Take();
            if (work.IsCancelled)
            {
                // An item that is being canceled may be counted twice or not at all. Both are harmless, as long as the count is never below zero.
                lock (_gate)
                    _cancelledQueued = Math.Max(0, _cancelledQueued - 1);
                continue;
            }

            if (due > NowTicks)
            {
                _chained = 0;
                _time.MoveTo(due);
            }

            if (Run(work) && !work.IsCancelled)
                AddInTurn(work, work.Due);
        }
    }

    private bool Run(ScheduledItem work)
    {
        Volatile.Write(ref _runner, Environment.CurrentManagedThreadId);
        try
        {
            return !IsEndless(work) && work.Run();
        }
        catch (Exception error)
        {
            onFault(error);
            return false;
        }
        finally
        {
            Volatile.Write(ref _runner, 0);
        }
    }

    // Throws for the first item of a loop that is dropped. What the handler of this exception schedules for now is part of the loop.
    private bool IsEndless(ScheduledItem work)
    {
        if (!work.IsChained || ++_chained <= MaxChainedWork)
            return false;
        work.Dispose();
        return _chained == MaxChainedWork + 1
            ? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Work on the feed's clock scheduled further work for the same instant {MaxChainedWork:N0} times ({Now:O}). Such work is dropped until time moves; add a delay to the loop."))
            : true;
    }

    private void Rebuild(long back)
    {
        _queue.Rebuild(back, NowTicks);
        _cancelledQueued = 0;
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
