using System.Globalization;

namespace Nexus.Reactive.Nats;

/// <summary>A message of the bus and its position in the log.</summary>
/// <param name="Text">The exchange's message, unchanged, or a FEED_GAP.</param>
/// <param name="Epoch">The epoch of the gateway. It increases each time another gateway takes over.</param>
/// <param name="Number">The number of the message within its epoch, counted from 1 over all messages of the symbol.</param>
/// <param name="Sequence">The position of the message in the log. A reader that stores it with its output resumes with <see cref="BusStart.After"/> and
/// processes each message exactly once.
/// A gap that the reader itself detected has the sequence of the message that follows it.</param>
/// <param name="ArrivedAt">The time at which the message arrived at the gateway, according to the gateway's clock.</param>
public sealed record BusMessage(string Text, long Epoch, long Number, ulong Sequence, DateTimeOffset ArrivedAt)
{
    /// <summary>Returns the position, arrival time and text in one line, independent of culture.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Sequence} {Epoch}.{Number} {ArrivedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {Text}");
}
