using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>The only timer of a subscription. It passes its due time to the callback, so that a call from a replaced timer is recognized.</summary>
/// <param name="time">The time.</param>
/// <param name="isInTurn">True if the timer is set only inside turns of the feed.</param>
/// <param name="onDue">Called with the due time, on a thread of the scheduler.</param>
internal sealed class WindowTimer(WindowTime time, bool isInTurn, Action<long> onDue) : IDisposable
{
    private const long Never = long.MaxValue;

    private readonly SerialDisposable _timer = new();
    private long _due = Never;
    private ReusableTimer? _reusable;

    public void Dispose() => _timer.Dispose();

    /// <summary>
    /// Sets the timer to fire no later than the given time. An earlier timer stays, because it is faster to let it fire than to cancel a timer for each trade.
    /// </summary>
    public void Set(long due)
    {
        if (due >= _due || due > DateTimeOffset.MaxValue.UtcTicks)
            return;
        _due = due;
        if (_reusable?.TrySet(due) == true)
            return;
        if (time.DirectClock is { } clock)
        {
            _timer.Disposable = _reusable = new ReusableTimer(clock, onDue, isInTurn);
            _reusable.TrySet(due);
            return;
        }

        _timer.Disposable = time.Scheduler!.Schedule((OnDue: onDue, Due: due), new DateTimeOffset(due, TimeSpan.Zero), static (_, timer) =>
        {
            timer.OnDue(timer.Due);
            return Disposable.Empty;
        });
    }

    /// <summary>Returns true if the call comes from the timer that was set last. The timer can then be set again.</summary>
    public bool IsCurrent(long due) => due == _due;

    public void Clear() => _due = Never;
}
