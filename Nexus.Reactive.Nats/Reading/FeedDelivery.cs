namespace Nexus.Reactive.Nats;

/// <summary>
/// Pushes entries of the log into a feed, with the times at which they arrived at the gateway. The bytes are decoded where they are; no string is created.
/// </summary>
internal sealed class FeedDelivery(FeedInput input, Symbol symbol)
{
    private readonly Utf8Text _text = new();

    public bool Deliver(in LogEntry entry, string? gap)
    {
        if (gap is not null)
        {
            input.OnNext(new FeedGap(gap, symbol));
            return true;
        }

        _text.Set(entry.Payload);
        input.Push(_text, entry.Id.ArrivalTime);
        return true;
    }
}
