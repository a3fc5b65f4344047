namespace Nexus.Reactive.Nats;

/// <summary>Where in the log a reader starts.</summary>
public abstract record BusStart
{
    private BusStart()
    {
    }

    /// <summary>At the next message that is published. The start is resolved once, so a reconnect before the first message loses nothing.</summary>
    public sealed record Live : BusStart;

    /// <summary>At the oldest message that the log still holds.</summary>
    public sealed record Beginning : BusStart;

    /// <summary>At the symbol's last BOOK, so that a reader has a book at once; at the next message if the log holds none.</summary>
    public sealed record LastBook : BusStart;

    /// <summary>At the first message that the log received at a time or later.</summary>
    /// <param name="Time">The time, by the log's clock.</param>
    public sealed record At(DateTimeOffset Time) : BusStart;

    /// <summary>After a message, by its <see cref="BusMessage.Sequence"/>. If the log no longer holds that message, the reader receives one gap first.</summary>
    /// <param name="Sequence">The sequence of the last message that was processed.</param>
    public sealed record After(ulong Sequence) : BusStart;
}
