using System.Globalization;

namespace Nexus.Reactive.Nats;

/// <summary>One message of the bus with its place in the log.</summary>
/// <param name="Text">The exchange's message, unchanged, or a FEED_GAP.</param>
/// <param name="Epoch">The gateway's term. It grows each time another gateway takes over.</param>
/// <param name="Number">The message's number within its epoch, over all messages of the symbol, from 1.</param>
/// <param name="Sequence">The message's place in the log. A reader that stores it beside its output resumes with <see cref="BusStart.After"/> and sees each message exactly once.
/// A gap that the reader itself detected has the sequence of the message that follows it.</param>
/// <param name="ArrivedAt">When the message arrived at the gateway, by the gateway's clock.</param>
public sealed record BusMessage(string Text, long Epoch, long Number, ulong Sequence, DateTimeOffset ArrivedAt)
{
    /// <summary>Place, arrival time and text in one line, independent of culture.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Sequence} {Epoch}.{Number} {ArrivedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {Text}");
}
