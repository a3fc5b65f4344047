using System.Globalization;

namespace Nexus.Reactive;

/// <summary>
/// Reads and writes information that the exchange's format cannot represent: the fraction of a millisecond in the timestamp of a typed message, as a first property
/// <c>feed_ticks</c> in units of 100 ns, and a message that only moves the clock, as <c>{"feed_hidden":message}</c>. A received message that starts like
/// one of these forms is written with an escape.
/// </summary>
internal static class TypedText
{
    private const string Ticks = RecordingText.Reserved + "ticks\":";
    private const string Hidden = RecordingText.Reserved + "hidden\":";

    /// <summary>Returns a typed message as a line. The text of an unknown or malformed message is escaped like a received message.</summary>
    public static string WriteLine(NexusMessage message)
    {
        var text = MessageText.Write(message);
        var fraction = message is IHasTimestamp { Timestamp.UtcTicks: var ticks } ? (int)(ticks % TimeSpan.TicksPerMillisecond) : 0;
        return ToLine(fraction == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{Ticks}{fraction},{text.AsSpan(1)}"), fraction, isHidden: false);
    }

    /// <summary>Returns a line that moves the clock of a replay and is not delivered to its subscribers.</summary>
    public static string WriteHidden(NexusMessage message) => $"{Hidden}{WriteLine(message)}}}";

    /// <summary>Returns the line of an entry that was read.</summary>
    public static string ToLine(string text, int fraction, bool isHidden)
    {
        // Only the mark of a fraction is not escaped.
        var line = fraction == 0 ? RecordingText.ToLine(text) : text[0] + RecordingText.ToLine(text[1..]);
        return isHidden ? $"{Hidden}{line}}}" : line;
    }

    /// <summary>Removes the mark of a hidden message in place.</summary>
    /// <returns>Whether the text had the mark.</returns>
    public static bool TryReveal(Span<char> text, ref int length)
    {
        var line = text[..length];
        if (!line.StartsWith(Hidden) || line[^1] != '}')
            return false;
        length -= Hidden.Length + 1;
        line.Slice(Hidden.Length, length).CopyTo(text);
        return true;
    }

    /// <summary>Returns the fraction of a millisecond, in ticks, of the message's timestamp.</summary>
    public static int ReadFraction(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Ticks))
            return 0;
        var digits = text[Ticks.Length..];
        var length = digits.IndexOf(',');
        return length > 0 && int.TryParse(digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var fraction) && fraction < TimeSpan.TicksPerMillisecond ? fraction : 0;
    }

    /// <summary>Returns the message with the fraction added to its timestamp.</summary>
    public static NexusMessage Refine(NexusMessage message, int fraction) => fraction == 0 ? message : message switch
    {
        Book book => new Book(book.Symbol, book.Timestamp.AddTicks(fraction), book.Asks, book.Bids),
        Trade trade => trade with { Timestamp = trade.Timestamp.AddTicks(fraction) },
        OrderUpdate update => update with { Timestamp = update.Timestamp.AddTicks(fraction) },
        Transaction transaction => transaction with { Timestamp = transaction.Timestamp.AddTicks(fraction) },
        Ping ping => ping with { Timestamp = ping.Timestamp.AddTicks(fraction) },
        _ => message,
    };
}
