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
    private int _seenMoves = FindClock(scheduler)?.Jumps ?? 0;
    private int _seenRestarts = FindClock(scheduler)?.Restarts ?? 0;

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
    public bool IsHeld(DateTimeOffset timestamp) => _clock is { } clock && timestamp.UtcTicks > clock.NowTicks;

    /// <summary>Gets the time at which the subscription began. Returns false if the clock has not started.</summary>
    public bool TryGetBegin(out long began)
    {
        began = Scheduler is null ? long.MinValue : ReadNow() - _sinceSubscription!.Elapsed.Ticks;
        return _clock is null or { IsStarted: true };
    }

    /// <summary>Returns the way in which the time has changed since the last change was processed. A jump may follow a restart.</summary>
    public TimeMove Peek() =>
        _clock is not { } clock || clock.Jumps == _seenMoves ? TimeMove.Advance
        : clock.Restarts != _seenRestarts ? TimeMove.Restart
        : TimeMove.Jump;

    /// <summary>Processes all restarts since the last change was processed.</summary>
    public void FollowRestart()
    {
        Now = _clock!.LastRestart;
        _seenRestarts = _clock.Restarts;
        if (_clock.LastJump.To < _clock.LastJump.From)
            _seenMoves = _clock.Jumps;
    }

    /// <summary>Processes all jumps since the last change was processed.</summary>
    public void FollowJump()
    {
        var (from, to) = _clock!.LastJump;
        JumpedFrom = from;
        Now = Math.Max(Now, to);
        _seenMoves = _clock.Jumps;
    }

    /// <summary>Reads the time.</summary>
    public void Advance()
    {
        if (Scheduler is not null)
            Now = Math.Max(Now, ReadNow());
    }

    /// <summary>Takes the time from a trade.</summary>
    public void AdvanceTo(DateTimeOffset timestamp) => Now = Math.Max(Now, timestamp.UtcTicks);

    private static EventTimeScheduler? FindClock(IScheduler? scheduler) =>
        scheduler as EventTimeScheduler ?? (scheduler as IServiceProvider)?.GetService(typeof(EventTimeScheduler)) as EventTimeScheduler;

    private long ReadNow() => _clock?.NowTicks ?? Scheduler!.Now.UtcTicks;
}
