using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>A timer of an <see cref="EventTimeProvider"/>.</summary>
internal sealed class EventTimer(EventTimeScheduler clock, TimerCallback callback, object? state) : ITimer
{
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private readonly SerialDisposable _scheduled = new();

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ThrowIfNegative(dueTime, nameof(dueTime));
        ThrowIfNegative(period, nameof(period));
        if (_scheduled.IsDisposed)
            return false;
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            _scheduled.Disposable = Disposable.Empty;
            return true;
        }

        // Assign the item before scheduling it, because its callback may run and change the timer before Schedule returns.
        var slot = new SingleAssignmentDisposable();
        _scheduled.Disposable = slot;
        slot.Disposable = clock.Schedule((Timer: this, Slot: slot, Period: period), dueTime, static (_, work) => work.Timer.Run(work.Slot, work.Period));
        return true;
    }

    public void Dispose() => _scheduled.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private IDisposable Run(SingleAssignmentDisposable slot, TimeSpan period)
    {
        var next = period == Timeout.InfiniteTimeSpan || period == TimeSpan.Zero ? Disposable.Empty : clock.SchedulePeriodic(this, period, Tick);
        try
        {
            if (slot.IsDisposed)
                next.Dispose();
            else
                Call();
        }
        catch
        {
            next.Dispose();
            throw;
        }

        return next;
    }

    private static EventTimer Tick(EventTimer timer)
    {
        timer.Call();
        return timer;
    }

    // As on the thread pool there is no synchronization context, so code that awaits the timer continues in the turn.
    private void Call()
    {
        var previous = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            if (_context is null)
                callback(state);
            else
                ExecutionContext.Run(_context, static timer => ((EventTimer)timer!).CallInContext(), this);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
        }
    }

    private void CallInContext() => callback(state);

    private static void ThrowIfNegative(TimeSpan time, string name)
    {
        if (time < TimeSpan.Zero && time != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(name, time, "The time must be zero, positive or infinite.");
    }
}
