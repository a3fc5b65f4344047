namespace Nexus.Reactive;

/// <summary><c>FEED_RESUMED</c>: the stream continues here after a <see cref="FeedGap"/>.</summary>
/// <param name="Symbol">The symbol whose gap has ended; null if the gaps of all symbols have ended.</param>
public sealed record FeedResumed(Symbol? Symbol = null) : NexusMessage
{
    internal override MessageKind Kind => MessageKind.Resumed;

    /// <summary>Returns the message in one line, independent of culture.</summary>
    public override string ToString() => $"FeedResumed {Symbol?.ToString() ?? "all"}";
}
