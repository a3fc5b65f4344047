namespace Nexus.Reactive.Testing;

/// <summary>Sets the timestamp of a message to the time of its frame, unless the message already has a timestamp.</summary>
internal static class FrameStamp
{
    public static NexusMessage Stamp(NexusMessage message, DateTimeOffset time) => message switch
    {
        Book book when book.Timestamp == Marbles.DefaultStart => book with { Timestamp = time },
        Trade trade when trade.Timestamp == Marbles.DefaultStart => trade with { Timestamp = time },
        OrderUpdate update when update.Timestamp == Marbles.DefaultStart => update with { Timestamp = time },
        Transaction transaction when transaction.Timestamp == Marbles.DefaultStart => transaction with { Timestamp = time },
        Ping ping when ping.Timestamp == Marbles.DefaultStart => ping with { Timestamp = time },
        _ => message,
    };

    /// <summary>Inserts the timestamp into the raw text, so that an invalid message remains invalid.</summary>
    public static string Stamp(string text, DateTimeOffset time)
    {
        var start = text.IndexOf('{', StringComparison.Ordinal);
        return start < 0 || text.Contains("\"timestamp\"", StringComparison.Ordinal) || text.Contains("FEED_GAP", StringComparison.Ordinal)
            ? text
            : text.Insert(start + 1, FormattableString.Invariant($"\"timestamp\":{time.ToUnixTimeMilliseconds()},"));
    }
}
