namespace Nexus.Reactive;

/// <summary>When a gap ended. A <see cref="FeedResumed"/> has no time of its own, so the first timestamp after it decides, other than that of an order event, which may be an old one.</summary>
internal sealed class GapEnd
{
    /// <summary>The clock's time, in ticks; null until the first timestamp.</summary>
    public long? Time { get; set; }
}
