using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>Something scheduled on a <see cref="EventTimeScheduler"/>; disposing cancels it.</summary>
internal abstract class ScheduledItem(EventTimeScheduler clock, bool isRelative) : IDisposable
{
    private volatile bool _isCancelled;

    /// <summary>When to run: UTC ticks, or before the clock's start, for relative work, ticks after that start.</summary>
    public long Due { get; set; }

    /// <summary>Whether it was asked for as a span of time, so that it moves when the clock restarts.</summary>
    public bool IsRelative { get; } = isRelative;

    /// <summary>Whether work that ran at the same instant scheduled it.</summary>
    public bool IsChained { get; set; }

    /// <summary>Whether it runs as soon as the clock restarts, whatever its due time.</summary>
    public virtual bool RunsAtRestart => false;

    public ScheduledItemState State { get; set; }

    public bool IsCancelled => _isCancelled;

    /// <summary>Runs it once; whether it wants to run again, at the new <see cref="Due"/>.</summary>
    public abstract bool Run();

    public void Dispose()
    {
        if (_isCancelled)
            return;
        _isCancelled = true;
        OnCancelled();
        clock.OnCancelled(this);
    }

    protected virtual void OnCancelled()
    {
    }
}

/// <summary>The current state of a scheduled item.</summary>
internal enum ScheduledItemState
{
    Nowhere,

    /// <summary>Scheduled outside of a turn or before the first timestamp.</summary>
    Waiting,

    Queued,
}

/// <summary>Work that runs once.</summary>
internal sealed class ScheduledItem<TState>(EventTimeScheduler clock, TState state, Func<IScheduler, TState, IDisposable> action, bool isRelative)
    : ScheduledItem(clock, isRelative)
{
    private readonly EventTimeScheduler _clock = clock;
    private SingleAssignmentDisposableValue _outcome;

    public override bool Run()
    {
        _outcome.Disposable = action(_clock, state);
        return false;
    }

    protected override void OnCancelled() => _outcome.Dispose();
}

/// <summary>Work that runs each period, exactly.</summary>
internal sealed class PeriodicScheduledItem<TState>(EventTimeScheduler clock, TState state, long period, Func<TState, TState> action)
    : ScheduledItem(clock, isRelative: true)
{
    private readonly EventTimeScheduler _clock = clock;
    private TState _state = state;

    public override bool Run()
    {
        _state = action(_state);

        // After a jump of the clock the periods jumped over are skipped; on time that is one period.
        Due += ((_clock.NowTicks - Due) / period + 1) * period;
        return true;
    }
}
