namespace Nexus.Reactive;

/// <summary>
/// One message of the feed, decoded from one raw string: one of <see cref="Ping"/>, <see cref="Book"/>, <see cref="Trade"/>, <see cref="OrderUpdate"/>,
/// <see cref="Transaction"/>, <see cref="FeedGap"/>, <see cref="FeedResumed"/>, <see cref="UnknownMessage"/> and <see cref="MalformedMessage"/>.
/// </summary>
/// <remarks>The set is closed: a <c>switch</c> over the nine kinds is complete. Messages are immutable and compare by value.</remarks>
public abstract record NexusMessage
{
    private protected NexusMessage()
    {
    }

    // Internal, so that no type outside this assembly can derive, not even through the copy constructor.
    internal abstract MessageKind Kind { get; }
}
