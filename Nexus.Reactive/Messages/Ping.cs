namespace Nexus.Reactive;

/// <summary><c>PING</c>: the exchange's answer to a ping, with its time.</summary>
/// <param name="Timestamp">The exchange's time, whole milliseconds, UTC.</param>
public sealed record Ping(DateTimeOffset Timestamp) : NexusMessage, IHasTimestamp
{
    internal override MessageKind Kind => MessageKind.Ping;
}
