using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>
/// The exchange's time as a scheduler: messages move it, and what is due by then runs first, each work at its own due time.
/// Work may be scheduled from any thread; it runs in the feed's turns only.
/// </summary>
/// <remarks>
/// Rx's virtual-time bases do not fit: one throwing timer breaks them for good, work due now waits for time to move, cancelled timers pile
/// up, and a clock that starts at 1970 makes intervals burst.
/// The queue is the turns' own, so that they take no lock. What anybody schedules waits until a turn takes it in; an operator that knows that it is in a turn
/// puts its work into the queue itself.
/// </remarks>
internal sealed class FeedClock(Action requestTurn, Action<Exception> onFault)
    : IScheduler, ISchedulerPeriodic, IStopwatchProvider, IServiceProvider
{
    private const long Never = long.MaxValue;

    // Below this many cancelled ones it is not worth while to throw them out before they are due.
    private const int FewCancelled = 64;

    private readonly ClockQueue _queue = new();

    // What was scheduled and is not in the queue yet; under the lock.
    private readonly Lock _gate = new();
    private readonly List<ClockWork> _waiting = [];

    // Relative work from before the first timestamp: it counts from that timestamp.
    private readonly List<ClockWork> _untilStart = [];
    private long _waitingDue = Never;
    private int _cancelledWaiting;
    private int _cancelledQueued;
    private long _now = DateTimeOffset.UnixEpoch.UtcTicks;
    private long _leaps;
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
            TakeIn();
            _isStarted = true;
            _leaps = _now - time;
            Volatile.Write(ref _now, time);
            foreach (var work in _untilStart)
                _queue.Add(work, After(time, work.Due));
            _untilStart.Clear();
        }

        RunDue();
    }

    /// <summary>Steps through what is due by <paramref name="time"/>, then stands there; never back.</summary>
    public void AdvanceTo(long time)
    {
        if (time >= _queue.NextDue || time >= Volatile.Read(ref _waitingDue))
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
            TakeIn();
            var back = _now - time;
            _leaps += back;
            LastJump = (NowTicks, time);
            Jumps++;
            Volatile.Write(ref _now, time);
            Rebuild(back);
        }

        RunDue();
    }

    /// <summary>Whether work that was scheduled outside of a turn is due and was not taken in yet.</summary>
    public bool IsWaitedFor => Volatile.Read(ref _waitingDue) <= NowTicks;

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
            _waiting.Clear();
            _waitingDue = Never;
            _untilStart.Clear();
            _cancelledWaiting = _cancelledQueued = 0;
        }
    }

    /// <summary>Cancelled work leaves before it is due once most of what is there is such.</summary>
    public void Forget(ClockWork work)
    {
        lock (_gate)
        {
            if (work.Place == ClockPlace.Waiting && AreTooMany(++_cancelledWaiting, _waiting.Count + _untilStart.Count))
            {
                _waiting.RemoveAll(static waiting => waiting.IsCancelled);
                _untilStart.RemoveAll(static waiting => waiting.IsCancelled);
                _cancelledWaiting = 0;
            }
            else if (work.Place == ClockPlace.Queued && AreTooMany(++_cancelledQueued, _queue.Count))
            {
                // The next turn throws them out.
                Volatile.Write(ref _waitingDue, long.MinValue);
            }
        }
    }

    /// <summary>Puts work in its place that is in none.</summary>
    public ClockWork Add(ClockWork work, long due)
    {
        if (AddWaiting(work, due))
            requestTurn();
        return work;
    }

    /// <summary>The same from inside a turn, for work at a time of the exchange.</summary>
    public void AddInTurn(ClockWork work, long due)
    {
        // What came first is first.
        if (Volatile.Read(ref _waitingDue) != Never)
            TakeIn();
        due = Math.Max(due, _now);
        if (!_isOver || due <= _now)
            _queue.Add(work, due);
    }

    /// <summary>Whether it is due at once.</summary>
    private bool AddWaiting(ClockWork work, long due)
    {
        lock (_gate)
        {
            var isForStart = work.IsRelative && !_isStarted;
            work.Due = !work.IsRelative ? Math.Max(due, _now) : _isStarted ? After(_now, due) : due;
            if (_isOver && (isForStart || work.Due > _now))
                return false;
            work.Place = ClockPlace.Waiting;
            if (isForStart)
            {
                _untilStart.Add(work);
                return false;
            }

            _waiting.Add(work);
            if (work.Due < _waitingDue)
                Volatile.Write(ref _waitingDue, work.Due);

            // Read after the work is in its place: a turn on another thread may have moved the clock meanwhile. Either that sees the work, or this sees the time.
            Interlocked.MemoryBarrier();
            return work.Due <= NowTicks;
        }
    }

    private void TakeIn()
    {
        lock (_gate)
        {
            foreach (var work in _waiting)
            {
                if (work.IsCancelled)
                    _cancelledWaiting--;
                else
                    _queue.Add(work, work.Due);
            }

            _waiting.Clear();
            Volatile.Write(ref _waitingDue, Never);
            if (AreTooMany(_cancelledQueued, _queue.Count))
                Rebuild(back: 0);
        }
    }

    private void RunUntil(long time)
    {
        while (true)
        {
            if (time >= Volatile.Read(ref _waitingDue))
                TakeIn();
            if (time < _queue.NextDue)
                return;

            var work = _queue.Take();
            if (work.IsCancelled)
            {
                // One that is being cancelled now may be counted once too often or too seldom: no harm.
                lock (_gate)
                    _cancelledQueued--;
                continue;
            }

            if (work.Due > _now)
                Volatile.Write(ref _now, work.Due);
            if (Run(work) && !work.IsCancelled)
                AddInTurn(work, work.Due);
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
        _queue.Rebuild(back, _now);
        _cancelledQueued = 0;
    }

    private static bool AreTooMany(int cancelled, int all) => cancelled > FewCancelled && cancelled > all / 2;

    private static long After(long time, long ticks) => Math.Min(time, DateTime.MaxValue.Ticks - ticks) + ticks;

    private sealed class Stopwatch(FeedClock clock) : IStopwatch
    {
        private readonly long _from = clock.Reading;

        public TimeSpan Elapsed => new(clock.Reading - _from);
    }
}
