namespace Nexus.Reactive;

/// <summary>The feed's clock at an input.</summary>
/// <param name="Utc">The time in UTC ticks.</param>
/// <param name="Monotonic">The same in ticks that never go back, for deadlines.</param>
internal readonly record struct FeedTime(long Utc, long Monotonic)
{
    /// <summary>A timestamp ahead of the clock is one that the clock did not follow; the clock is right.</summary>
    public long Trust(DateTimeOffset timestamp) => Math.Min(timestamp.UtcTicks, Utc);
}
