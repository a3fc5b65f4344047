namespace Nexus.Reactive;

/// <summary>A timer that can be set again after it has fired, without an allocation.</summary>
/// <param name="clock">The clock of the timer.</param>
/// <param name="ring">Called with the due time.</param>
/// <param name="isInTurn">Whether the timer is set only inside the feed's turns.</param>
internal sealed class ReusableTimer(EventTimeScheduler clock, Action<long> ring, bool isInTurn) : ScheduledItem(clock, isRelative: false)
{
    private readonly EventTimeScheduler _clock = clock;
    private Action<long>? _ring = ring;
    private long _setFor;

    /// <summary>Sets the timer. Returns false without setting the timer if it is already set or has been disposed.</summary>
    public bool TrySet(long due)
    {
        if (State != ScheduledItemState.Nowhere || IsCancelled)
            return false;
        Volatile.Write(ref _setFor, due);
        if (isInTurn)
            _clock.AddInTurn(this, due);
        else
            _clock.Add(this, due);
        return true;
    }

    public override bool RunsAtRestart => true;

    public override bool Run()
    {
        _ring?.Invoke(Volatile.Read(ref _setFor));
        return false;
    }

    protected override void OnCancelled() => _ring = null;
}
