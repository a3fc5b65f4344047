using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>An item scheduled on an <see cref="EventTimeScheduler"/>; disposing it cancels it.</summary>
internal abstract class ScheduledItem(EventTimeScheduler clock, bool isRelative) : IDisposable
{
    private bool _isCancelled;

    /// <summary>The due time in UTC ticks; for relative work before the clock's start, ticks after that start.</summary>
    public long Due { get; set; }

    /// <summary>Whether the due time was specified as a time span. Such a due time moves when the clock restarts.</summary>
    public bool IsRelative { get; } = isRelative;

    /// <summary>Whether the item was scheduled by work that ran at the same instant.</summary>
    public bool IsChained { get; set; }

    /// <summary>Whether the item runs when the clock restarts, regardless of its due time.</summary>
    public virtual bool RunsAtRestart => false;

    public ScheduledItemState State { get; set; }

    public bool IsCancelled => Volatile.Read(ref _isCancelled);

    /// <summary>Runs the item once. Returns true if the item must run again, at the new <see cref="Due"/>.</summary>
    public abstract bool Run();

    public void Dispose()
    {
        if (IsCancelled)
            return;
        Volatile.Write(ref _isCancelled, true);

        // The mark is visible to other threads before the item is cleared.
        Volatile.WriteBarrier();
        OnCancelled();
        clock.OnCancelled(this);
    }

    /// <summary>
    /// Releases what the item refers to, because a canceled item may stay in the queue until it is due. Another thread may be running the item.
    /// </summary>
    protected virtual void OnCancelled()
    {
    }
}

/// <summary>The current state of a scheduled item.</summary>
internal enum ScheduledItemState
{
    Nowhere,

    /// <summary>The item was scheduled outside a turn or before the first timestamp.</summary>
    Waiting,

    Queued,

    /// <summary>The item waits for a turn of its own.</summary>
    Posted,
}

/// <summary>Work that runs once.</summary>
internal sealed class ScheduledItem<TState>(EventTimeScheduler clock, TState state, Func<IScheduler, TState, IDisposable> action, bool isRelative)
    : ScheduledItem(clock, isRelative)
{
    private readonly EventTimeScheduler _clock = clock;
    private TState? _state = state;
    private Func<IScheduler, TState, IDisposable>? _action = action;
    private SingleAssignmentDisposableValue _outcome;

    public override bool Run()
    {
        // A cancellation on another thread first marks the item, then clears it, so what an item had before it is marked is complete.
        var (state, action) = (_state, _action);
        Volatile.ReadBarrier();
        if (!IsCancelled)
            _outcome.Disposable = action!(_clock, state!);
        return false;
    }

    protected override void OnCancelled()
    {
        (_state, _action) = (default, null);
        _outcome.Dispose();
    }
}

/// <summary>Work that runs exactly once per period.</summary>
internal sealed class PeriodicScheduledItem<TState>(EventTimeScheduler clock, TState state, long period, Func<TState, TState> action)
    : ScheduledItem(clock, isRelative: true)
{
    private readonly EventTimeScheduler _clock = clock;
    private TState? _state = state;
    private Func<TState, TState>? _action = action;

    public override bool Run()
    {
        var (state, action) = (_state, _action);
        Volatile.ReadBarrier();
        if (IsCancelled)
            return false;
        _state = action!(state!);

        // After a clock jump, the skipped periods are omitted; otherwise, this is one period.
        var step = ((_clock.NowTicks - Due) / period + 1) * period;
        if (step > long.MaxValue - Due)
            return false;
        Due += step;
        return true;
    }

    protected override void OnCancelled() => (_state, _action) = (default, null);
}
