namespace Nexus.Reactive.Nats;

/// <summary>The position in the log at which a reader starts.</summary>
public abstract record BusStart
{
    private BusStart()
    {
    }

    /// <summary>
    /// At the next message that is published. The position is determined once, so no message is lost if the reader reconnects before the first message.
    /// </summary>
    public sealed record Live : BusStart;

    /// <summary>At the oldest message that is still in the log.</summary>
    public sealed record Beginning : BusStart;

    /// <summary>At the symbol's last BOOK, so that a reader has a book immediately; at the next message if the log contains no BOOK.</summary>
    public sealed record LastBook : BusStart;

    /// <summary>At the first message that the log received at the specified time or later.</summary>
    /// <param name="Time">The time, according to the log's clock.</param>
    public sealed record At(DateTimeOffset Time) : BusStart;

    /// <summary>
    /// After the message with the specified <see cref="BusMessage.Sequence"/>. If the log no longer contains that message, the reader receives one gap first.
    /// </summary>
    /// <param name="Sequence">The sequence of the last message that was processed.</param>
    public sealed record After(ulong Sequence) : BusStart;
}
