namespace Nexus.Reactive;

/// <summary>A feed's clock as a <see cref="TimeProvider"/>. Callbacks run in the feed's turns; due times set before the first timestamp count from that timestamp.</summary>
internal sealed class EventTimeProvider(EventTimeScheduler clock) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => clock.Now;

    public override long GetTimestamp() => clock.MonotonicTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new EventTimer(clock, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
