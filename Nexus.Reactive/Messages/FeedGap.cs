namespace Nexus.Reactive;

/// <summary><c>FEED_GAP</c>: the stream was cut here. Messages that the exchange sent between the previous message and the next one are unknown.</summary>
/// <param name="Reason">The reason, in one line.</param>
/// <param name="Symbol">The symbol whose stream was cut; null if the streams of all symbols of the feed were cut.</param>
public sealed record FeedGap(string Reason, Symbol? Symbol = null) : NexusMessage
{
    /// <summary>The feed's time at the cut. The feed that delivers the gap sets it; until then it is the Unix epoch.</summary>
    public DateTimeOffset Since { get; init; } = DateTimeOffset.UnixEpoch;

    internal override MessageKind Kind => MessageKind.Gap;

    /// <summary>Returns the message in one line, independent of culture.</summary>
    public override string ToString() => $"FeedGap {Symbol?.ToString() ?? "all"} {PrintableText.Time(Since)} {PrintableText.Escape(Reason, maxLength: 200)}";
}
