using System.Globalization;

namespace Nexus.Reactive;

/// <summary>
/// Reads and writes information that the exchange's format cannot represent; see <see cref="TypedDetails"/>. A received message that starts like one of
/// these forms is written with an escape.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>{"feed_ticks":12,"feed_status":"New","feed_type":"Limit",…</c>: properties before those of the exchange, each of them optional.</item>
/// <item><c>{"feed_unknown":3:ABCtext}</c> and <c>{"feed_malformed":3:ABCtext}</c>: the length of the event or reason, that event or reason, and the text.</item>
/// <item><c>{"feed_hidden":message}</c>: a message that only moves the clock.</item>
/// </list>
/// </remarks>
internal static class TypedText
{
    private const string Hidden = RecordingText.Reserved + "hidden\":";
    private const string Unknown = RecordingText.Reserved + "unknown\":";
    private const string Malformed = RecordingText.Reserved + "malformed\":";
    private const string Ticks = "\"feed_ticks\":";
    private const string Status = "\"feed_status\":\"";
    private const string Type = "\"feed_type\":\"";

    /// <summary>Returns a typed message as a line.</summary>
    public static string WriteLine(NexusMessage message)
    {
        var details = TypedDetails.Of(message);
        var text = message switch
        {
            UnknownMessage unknown => unknown.Text,
            MalformedMessage malformed => malformed.Text,
            _ => MessageText.Write(message),
        };
        return ToLine(details.HasProperties ? WriteProperties(text, details) : text, details, isHidden: false);
    }

    /// <summary>Returns a line that moves the clock of a replay and is not delivered to its subscribers.</summary>
    public static string WriteHidden(NexusMessage message) => $"{Hidden}{WriteLine(message)}}}";

    /// <summary>Returns the line of an entry that was read.</summary>
    public static string ToLine(string text, TypedDetails details, bool isHidden)
    {
        var line = details switch
        {
            { Event: { } name } => Wrap(Unknown, name, text),
            { Reason: { } reason } => Wrap(Malformed, reason, text),

            // The mark of the properties is not escaped.
            { HasProperties: true } => text[0] + RecordingText.ToLine(text[1..]),
            _ => RecordingText.ToLine(text),
        };
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

    /// <summary>Restores the text of a line in place.</summary>
    /// <returns>What the line says in addition to the text.</returns>
    public static TypedDetails Restore(Span<char> text, ref int length)
    {
        ReadOnlySpan<char> line = text[..length];
        var mark = line.StartsWith(Unknown) ? Unknown : line.StartsWith(Malformed) ? Malformed : null;
        var details = mark is null ? ReadProperties(line) : default;
        length = RecordingText.Unescape(text[..length]);
        return mark is null ? details : Unwrap(mark, text, ref length);
    }

    /// <summary>Reads the properties before those of the exchange.</summary>
    public static TypedDetails ReadProperties(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(RecordingText.Reserved))
            return default;
        var rest = text[1..];
        var details = default(TypedDetails);
        if (TryReadValue(ref rest, Ticks, ",", out var ticks) && int.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var fraction) && fraction < TimeSpan.TicksPerMillisecond)
            details = details with { Fraction = fraction };
        if (TryReadValue(ref rest, Status, "\",", out var word) && Enum.TryParse<OrderStatus>(word, out var status))
            details = details with { Status = status };
        if (TryReadValue(ref rest, Type, "\",", out word) && Enum.TryParse<OrderType>(word, out var type))
            details = details with { Type = type };
        return details;
    }

    /// <summary>Decodes a text and adds the details.</summary>
    public static NexusMessage Decode(MessageDecoder decoder, ReadOnlySpan<char> text, TypedDetails details)
    {
        if (details.Event is { } name)
            return new UnknownMessage(name, text.ToString());
        if (details.Reason is { } reason)
            return new MalformedMessage(text.ToString(), reason);
        var message = decoder.Decode(text);
        return details.HasProperties ? Refine(message, details) : message;
    }

    /// <summary>Returns the message with the details that its text does not contain.</summary>
    public static NexusMessage Refine(NexusMessage message, TypedDetails details) => message switch
    {
        Book book => new Book(book.Symbol, book.Timestamp.AddTicks(details.Fraction), book.Asks, book.Bids),
        Trade trade => trade with { Timestamp = trade.Timestamp.AddTicks(details.Fraction) },
        OrderUpdate update => update with
        {
            Timestamp = update.Timestamp.AddTicks(details.Fraction),
            Status = details.Status ?? update.Status,
            OrderType = details.Type ?? update.OrderType,
        },
        Transaction transaction => transaction with { Timestamp = transaction.Timestamp.AddTicks(details.Fraction) },
        Ping ping => ping with { Timestamp = ping.Timestamp.AddTicks(details.Fraction) },
        _ => message,
    };

    private static string WriteProperties(string text, TypedDetails details) => string.Concat(
        "{",
        details.Fraction == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Ticks}{details.Fraction},"),
        details.Status is { } status ? $"{Status}{status}\"," : "",
        string.Concat(details.Type is { } type ? $"{Type}{type}\"," : "", text.AsSpan(1)));

    private static bool TryReadValue(scoped ref ReadOnlySpan<char> rest, string name, string end, out ReadOnlySpan<char> value)
    {
        value = default;
        if (!rest.StartsWith(name))
            return false;
        var found = rest[name.Length..];
        var length = found.IndexOf(end);
        if (length < 0)
            return false;
        value = found[..length];
        rest = found[(length + end.Length)..];
        return true;
    }

    private static string Wrap(string mark, string name, string text) =>
        mark + RecordingText.Encode(string.Create(CultureInfo.InvariantCulture, $"{name.Length}:{name}{text}}}"));

    private static TypedDetails Unwrap(string mark, Span<char> text, ref int length)
    {
        var rest = text[mark.Length..length];
        var colon = rest.IndexOf(':');
        if (colon < 0 || rest[^1] != '}' || !int.TryParse(rest[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > rest.Length - colon - 2)
            return default;
        var name = rest.Slice(colon + 1, count).ToString();
        rest = rest[(colon + 1 + count)..^1];
        rest.CopyTo(text);
        length = rest.Length;
        return mark == Unknown ? new TypedDetails { Event = name } : new TypedDetails { Reason = name };
    }
}
