namespace Nexus.Reactive;

/// <summary>Work that can be scheduled again after it ran, without a new object.</summary>
/// <param name="clock">The clock.</param>
/// <param name="ring">Called with the time that it was set for.</param>
/// <param name="isInTurn">Whether it is only ever set inside the feed's turns.</param>
internal sealed class ReusableTimer(EventTimeScheduler clock, Action<long> ring, bool isInTurn) : ScheduledItem(clock, isRelative: false)
{
    private readonly EventTimeScheduler _clock = clock;
    private long _setFor;

    /// <summary>Sets it; false, and nothing done, while it waits or when it is cancelled.</summary>
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
        ring(Volatile.Read(ref _setFor));
        return false;
    }
}
