using System.Reactive.Concurrency;

namespace Nexus.Reactive.Testing;

/// <summary>
/// A scheduler with virtual time in ticks since the start. Work due now or earlier runs one tick later, so each transfer to the scheduler takes time.
/// </summary>
internal sealed class MarbleScheduler(DateTimeOffset start) : VirtualTimeScheduler<long, long>
{
    /// <summary>Whether work was scheduled or the time was read.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>The times of the items of the test's sources.</summary>
    public HashSet<long> SourceItems { get; } = [];

    /// <summary>The time of the next item of work that is not cancelled, or null.</summary>
    public TimeSpan? NextDue => GetNext() is { } next ? TimeSpan.FromTicks(next.DueTime) : null;

    public override IDisposable ScheduleAbsolute<TState>(TState state, long dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        IsUsed = true;
        return base.ScheduleAbsolute(state, Math.Max(dueTime, Clock + 1), action);
    }

    /// <summary>Schedules work at its exact time, after earlier work for the same tick.</summary>
    public IDisposable ScheduleExactly<TState>(TState state, long dueTime, Func<IScheduler, TState, IDisposable> action) =>
        base.ScheduleAbsolute(state, dueTime, action);

    /// <summary>Runs the next item if it is due by <paramref name="limit"/>.</summary>
    public bool TryStep(long limit)
    {
        if (GetNext() is not { } next || next.DueTime > limit)
            return false;
        MoveTo(next.DueTime);
        next.Invoke();
        return true;
    }

    /// <summary>Moves the clock without running work.</summary>
    public void MoveTo(long ticks) => Clock = Math.Max(Clock, ticks);

    protected override long Add(long absolute, long relative) => checked(absolute + relative);

    protected override DateTimeOffset ToDateTimeOffset(long absolute)
    {
        IsUsed = true;
        return start.AddTicks(absolute);
    }

    protected override long ToRelative(TimeSpan timeSpan) => timeSpan.Ticks;
}
