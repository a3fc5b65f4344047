namespace Nexus.Reactive;

/// <summary>The time of the feed's clock at an input.</summary>
/// <param name="Utc">The time in UTC ticks.</param>
/// <param name="Monotonic">The same time in ticks that never decrease, for deadlines.</param>
internal readonly record struct FeedTime(long Utc, long Monotonic)
{
    /// <summary>Limits a timestamp to the time of the clock, because the clock ignored a later one.</summary>
    public long Trust(DateTimeOffset timestamp) => Math.Min(timestamp.UtcTicks, Utc);
}
