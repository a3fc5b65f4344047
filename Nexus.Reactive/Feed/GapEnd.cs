namespace Nexus.Reactive;

/// <summary>
/// The time at which a gap ended. A <see cref="FeedResumed"/> has no time, so the first timestamp after it is used, except that of an order event, which may be
/// an old event.
/// </summary>
internal sealed class GapEnd
{
    /// <summary>The clock's time, in ticks; null until the first timestamp.</summary>
    public long? Time { get; set; }
}
