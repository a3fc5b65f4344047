using System.Text;

namespace Nexus.Reactive.Nats;

/// <summary>
/// Pushes entries of the log into a feed, with the times at which they arrived at the gateway. The text is converted to characters in one buffer; no string is
/// created.
/// </summary>
internal sealed class FeedDelivery(FeedInput input, Symbol symbol)
{
    private char[] _characters = new char[1024];

    public bool Deliver(in LogEntry entry, string? gap)
    {
        if (gap is not null)
        {
            input.OnNext(new FeedGap(gap, symbol));
            return true;
        }

        // A character takes at least one byte, and the server limits the size of a message.
        if (_characters.Length < entry.Payload.Length)
            _characters = new char[entry.Payload.Length];
        var count = Encoding.UTF8.GetChars(entry.Payload.Span, _characters);
        input.Push(_characters.AsSpan(0, count), entry.Id.ArrivalTime);
        return true;
    }
}
