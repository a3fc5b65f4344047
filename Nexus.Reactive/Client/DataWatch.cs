namespace Nexus.Reactive;

/// <summary>The longest silence allowed of one kind of message, and when the last one came.</summary>
internal sealed class DataWatch(MessageKind kind, TimeSpan timeout)
{
    public MessageKind Kind { get; } = kind;

    public TimeSpan Timeout { get; } = timeout;

    public TimeSpan LastReceivedAt { get; set; }
}
