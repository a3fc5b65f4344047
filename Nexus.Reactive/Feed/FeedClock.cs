using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>
/// The exchange's time as a scheduler: messages move it, and what is due by then runs first, each work at its own due time.
/// Work may be scheduled from any thread; it runs in the feed's turns only.
/// </summary>
/// <remarks>
/// Rx's virtual-time bases do not fit: one throwing timer breaks them for good, work due now waits for time to move, cancelled timers pile
/// up, and a clock that starts at 1970 makes intervals burst.
/// </remarks>
internal sealed class FeedClock(Action requestTurn, Action<Exception> onFault)
    : IScheduler, ISchedulerPeriodic, IStopwatchProvider, IServiceProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<ClockWork, (long Due, long Order)> _queue = new();

    // Relative work from before the first timestamp: it counts from that timestamp.
    private readonly List<ClockWork> _untilStart = [];
    private long _now = DateTimeOffset.UnixEpoch.UtcTicks;
    private long _nextDue = long.MaxValue;
    private long _order;
    private long _leaps;
    private int _cancelled;
    private bool _isStarted;
    private bool _isOver;

    public DateTimeOffset Now => new(NowTicks, TimeSpan.Zero);

    public long NowTicks => Volatile.Read(ref _now);

    /// <summary>Time as stopwatches see it, in ticks: it stands until the first timestamp and goes on from there, and does not go back when the clock restarts.</summary>
    public long Reading => NowTicks + Volatile.Read(ref _leaps);

    /// <summary>The last confirmed jump, in ticks of UTC.</summary>
    public (long From, long To) LastJump { get; private set; }

    /// <summary>How many there were.</summary>
    public int Jumps { get; private set; }

    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Add(new ClockWork<TState>(this, state, action, isRelative: false), 0);
    }

    public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Add(new ClockWork<TState>(this, state, action, isRelative: true), Math.Max(dueTime.Ticks, 0));
    }

    public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Add(new ClockWork<TState>(this, state, action, isRelative: false), dueTime.UtcTicks);
    }

    public IDisposable SchedulePeriodic<TState>(TState state, TimeSpan period, Func<TState, TState> action)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(action);

        // A period of zero ticks at the exchange's resolution; "as often as possible" would never let time move.
        var ticks = period > TimeSpan.Zero ? period.Ticks : TimeSpan.TicksPerMillisecond;
        return Add(new PeriodicClockWork<TState>(this, state, ticks, action), ticks);
    }

    public IStopwatch StartStopwatch() => new Stopwatch(this);

    public object? GetService(Type serviceType) =>
        serviceType == typeof(ISchedulerPeriodic) || serviceType == typeof(IStopwatchProvider) ? this : null;

    /// <summary>The first timestamp: time begins.</summary>
    public void Start(long time)
    {
        lock (_gate)
        {
            _isStarted = true;
            _leaps = _now - time;
            Volatile.Write(ref _now, time);
            foreach (var work in _untilStart)
                Enqueue(work, time + work.Due);
            _untilStart.Clear();
        }

        RunDue();
    }

    /// <summary>Steps through what is due by <paramref name="time"/>, then stands there; never back.</summary>
    public void AdvanceTo(long time)
    {
        if (time >= Volatile.Read(ref _nextDue))
            RunUntil(time);
        if (time > _now)
            Volatile.Write(ref _now, time);
    }

    /// <summary>Goes to <paramref name="time"/> at one leap; what was pending until then runs once, there.</summary>
    public void JumpTo(long time)
    {
        LastJump = (NowTicks, time);
        Jumps++;
        Volatile.Write(ref _now, time);
        RunDue();
    }

    /// <summary>Goes back to <paramref name="time"/>; relative work keeps its distance.</summary>
    public void RestartAt(long time)
    {
        lock (_gate)
        {
            var back = _now - time;
            _leaps += back;
            LastJump = (NowTicks, time);
            Jumps++;
            Volatile.Write(ref _now, time);
            Rebuild(back);
        }

        RunDue();
    }

    /// <summary>Runs what is due at <see cref="Now"/>.</summary>
    public void RunDue() => AdvanceTo(_now);

    /// <summary>The end of time: runs on for a while, then drops what is left.</summary>
    public void End(TimeSpan runOn)
    {
        RunDue();
        if (_isStarted)
            AdvanceTo(After(_now, runOn.Ticks));
        lock (_gate)
        {
            _isOver = true;
            _queue.Clear();
            _untilStart.Clear();
            _cancelled = 0;
        }
    }

    /// <summary>Cancelled work leaves the queue before it is due once most of the queue is such.</summary>
    public void Forget(ClockWork work)
    {
        lock (_gate)
        {
            if (!work.IsQueued || ++_cancelled <= 64 || _cancelled <= (_queue.Count + _untilStart.Count) / 2)
                return;
            _untilStart.RemoveAll(static waiting => waiting.IsCancelled);
            Rebuild(back: 0);
        }
    }

    /// <summary>Puts work in its place that waits in none.</summary>
    public ClockWork Add(ClockWork work, long due)
    {
        bool isDue;
        lock (_gate)
        {
            if (work.IsRelative && !_isStarted)
            {
                if (_isOver)
                    return work;
                work.Due = due;
                work.IsQueued = true;
                _untilStart.Add(work);
                return work;
            }

            due = work.IsRelative ? After(_now, due) : Math.Max(due, _now);
            if (_isOver && due > _now)
                return work;
            Enqueue(work, due);

            // Read after the work is in its place: a turn on another thread may have moved the clock meanwhile.
            isDue = due <= NowTicks;
        }

        if (isDue)
            requestTurn();
        return work;
    }

    private void Enqueue(ClockWork work, long due)
    {
        work.Due = due;
        work.IsQueued = true;
        _queue.Enqueue(work, (due, _order++));
        if (due < _nextDue)
            Volatile.Write(ref _nextDue, due);
    }

    private void RunUntil(long time)
    {
        while (TryTake(time, out var work))
        {
            if (work.Due > _now)
                Volatile.Write(ref _now, work.Due);
            if (Run(work))
            {
                lock (_gate)
                {
                    if (!work.IsCancelled && !_isOver)
                        Enqueue(work, work.Due);
                }
            }
        }
    }

    private bool TryTake(long time, out ClockWork work)
    {
        lock (_gate)
        {
            while (_queue.TryPeek(out work!, out var place) && place.Due <= time)
            {
                _queue.Dequeue();
                work.IsQueued = false;
                if (!work.IsCancelled)
                    return true;
                _cancelled--;
            }

            Volatile.Write(ref _nextDue, _queue.TryPeek(out _, out var next) ? next.Due : long.MaxValue);
            return false;
        }
    }

    private bool Run(ClockWork work)
    {
        try
        {
            return work.Run();
        }
        catch (Exception error)
        {
            onFault(error);
            return false;
        }
    }

    private void Rebuild(long back)
    {
        var kept = _queue.UnorderedItems.Where(static item => !item.Element.IsCancelled).OrderBy(static item => item.Priority.Order).ToList();
        _queue.Clear();
        _cancelled = 0;

        // What was due already, put there by another thread just now, is due there too.
        foreach (var (work, _) in kept)
            Enqueue(work, work.IsRelative || work.Due <= _now + back ? work.Due - back : work.Due);
    }

    private static long After(long time, long ticks) => Math.Min(time, DateTime.MaxValue.Ticks - ticks) + ticks;

    private sealed class Stopwatch(FeedClock clock) : IStopwatch
    {
        private readonly long _from = clock.Reading;

        public TimeSpan Elapsed => new(clock.Reading - _from);
    }
}
