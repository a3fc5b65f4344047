namespace Nexus.Reactive;

/// <summary>Work that can be set again when it has run, so that what waits for one time after another makes no object for each.</summary>
internal sealed class ClockAlarm(FeedClock clock, Action<long> ring) : ClockWork(clock, isRelative: false)
{
    private readonly FeedClock _clock = clock;
    private long _setFor;

    /// <summary>Sets it; false, and nothing done, while it waits or when it is cancelled.</summary>
    public bool TrySet(long due)
    {
        if (Place != ClockPlace.Nowhere || IsCancelled)
            return false;
        Volatile.Write(ref _setFor, due);
        _clock.Add(this, due);
        return true;
    }

    public override bool Run()
    {
        ring(Volatile.Read(ref _setFor));
        return false;
    }
}
