namespace Nexus.Reactive;

/// <summary><c>PING</c>: the exchange's answer to a ping, with the exchange's time.</summary>
/// <param name="Timestamp">The exchange's time, which has whole milliseconds.</param>
public sealed record Ping(DateTimeOffset Timestamp) : NexusMessage, IHasTimestamp
{
    internal override MessageKind Kind => MessageKind.Ping;

    /// <summary>Returns the message in one line, independent of culture.</summary>
    public override string ToString() => $"Ping {PrintableText.Time(Timestamp)}";
}
