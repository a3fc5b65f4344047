using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>The way in which the time has changed since it was last read.</summary>
internal enum TimeMove
{
    Advance,
    Jump,
    Restart,
}

/// <summary>The time of one subscription in UTC ticks: max(previous time, the scheduler's Now). It decreases only when a feed's clock restarts.</summary>
/// <param name="scheduler">The scheduler; null if the trades supply the time.</param>
internal sealed class WindowTime(IScheduler? scheduler)
{
    // On a feed that has no time yet, the stopwatch starts with the first timestamp.
    private readonly IStopwatch? _sinceSubscription = scheduler?.StartStopwatch();
    private readonly EventTimeScheduler? _clock = FindClock(scheduler);
    private int _seenMoves = FindClock(scheduler)?.Moves.Count ?? 0;
    private int _seenRestarts = FindClock(scheduler)?.Moves.Restarts ?? 0;

    // The scheduler's time and the clock's moves that led to it.
    private long _read;
    private ClockMoves? _moves;

    public IScheduler? Scheduler { get; } = scheduler;

    /// <summary>The feed's clock, if work on it does not pass through a wrapper.</summary>
    public EventTimeScheduler? DirectClock => Scheduler as EventTimeScheduler;

    public long Now { get; private set; } = long.MinValue;

    /// <summary>
    /// The time at which the last jump began. An earlier jump that was not processed skipped no window; otherwise, the timer would have fired.
    /// </summary>
    public long JumpedFrom { get; private set; }

    public static long Clamp(long ticks) => Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks);

    /// <summary>Returns true if the clock did not follow the timestamp because it is too far ahead. The next timestamp determines whether the clock jumps.</summary>
    public bool IsHeld(DateTimeOffset timestamp) => _clock is not null && timestamp.UtcTicks > _read;

    /// <summary>Gets the time at which the subscription began. Returns false if the clock has not started.</summary>
    public bool TryGetBegin(out long began)
    {
        // A clock that moves on another thread in between makes the result later, never too early.
        var elapsed = _sinceSubscription?.Elapsed.Ticks ?? 0;
        began = Scheduler is null ? long.MinValue : (_clock?.NowTicks ?? Scheduler.Now.UtcTicks) - elapsed;
        return _clock is null or { IsStarted: true };
    }

    /// <summary>Reads the time and the clock's moves, for the following calls. Another thread may move the clock meanwhile.</summary>
    public void Read()
    {
        if (_clock is null)
        {
            _read = Scheduler?.Now.UtcTicks ?? _read;
            return;
        }

        do
        {
            _moves = _clock.Moves;
            _read = _clock.NowTicks;
        }
        while (!ReferenceEquals(_clock.Moves, _moves));
    }

    /// <summary>Returns the way in which the time has changed since the last change was processed. A jump may follow a restart.</summary>
    public TimeMove Peek() =>
        _moves is not { } moves || moves.Count == _seenMoves ? TimeMove.Advance
        : moves.Restarts != _seenRestarts ? TimeMove.Restart
        : TimeMove.Jump;

    /// <summary>Processes all restarts since the last change was processed.</summary>
    public void FollowRestart()
    {
        Now = _moves!.LastRestart;
        _seenRestarts = _moves.Restarts;
        if (_moves.To < _moves.From)
            _seenMoves = _moves.Count;
    }

    /// <summary>Processes all jumps since the last change was processed.</summary>
    public void FollowJump()
    {
        JumpedFrom = _moves!.From;
        Now = Math.Max(Now, _moves.To);
        _seenMoves = _moves.Count;
    }

    /// <summary>Advances to the time that was read.</summary>
    public void Advance()
    {
        if (Scheduler is not null)
            Now = Math.Max(Now, _read);
    }

    /// <summary>Takes the time from a trade.</summary>
    public void AdvanceTo(DateTimeOffset timestamp) => Now = Math.Max(Now, timestamp.UtcTicks);

    private static EventTimeScheduler? FindClock(IScheduler? scheduler) =>
        scheduler as EventTimeScheduler ?? (scheduler as IServiceProvider)?.GetService(typeof(EventTimeScheduler)) as EventTimeScheduler;
}
