namespace Nexus.Reactive;

/// <summary>A hole in the stream, in its place among the messages: what came between the message before it and the one after it is not known.</summary>
/// <param name="Reason">Why, in one line.</param>
/// <param name="Symbol">The symbol it concerns; null: all of the feed's.</param>
/// <param name="Since">The feed's clock at the cut, stamped by the feed that delivers it; the Unix epoch until then.</param>
public sealed record FeedGap(string Reason, Symbol? Symbol, DateTimeOffset Since) : NexusMessage
{
    internal override MessageKind Kind => MessageKind.Gap;
}
