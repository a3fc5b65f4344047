namespace Nexus.Reactive;

/// <summary>The longest allowed silence of one kind of message, and the time of the last message.</summary>
internal sealed class DataWatch(MessageKind kind, TimeSpan timeout)
{
    private long _lastReceivedAt;

    public MessageKind Kind { get; } = kind;

    public TimeSpan Timeout { get; } = timeout;

    public TimeSpan LastReceivedAt
    {
        get => new(Volatile.Read(ref _lastReceivedAt));
        set => Volatile.Write(ref _lastReceivedAt, value.Ticks);
    }
}
