using System.Buffers;
using System.Globalization;
using System.Text;

namespace Nexus.Reactive;

/// <summary>
/// Converts messages to single lines and back. Characters that a line cannot contain (CR, LF, NUL, an unpaired surrogate) are written as the control
/// character DLE and four hex digits, as is DLE itself. JSON does not allow DLE, so only malformed messages can contain it.
/// </summary>
internal static class RecordingText
{
    /// <summary>The start of lines that are not a message as it was received; see <see cref="TypedText"/>.</summary>
    public const string Reserved = "{\"feed_";

    /// <inheritdoc cref="Reserved"/>
    public static ReadOnlySpan<byte> ReservedUtf8 => "{\"feed_"u8;

    public const char Escape = '\u0010';
    private const int EscapeLength = 5;
    private static readonly SearchValues<char> Breaking = SearchValues.Create('\r', '\n', '\0', Escape);

    /// <summary>Ends a line that was truncated by a crash. The NUL indicates to readers that the line is not complete.</summary>
    public static ReadOnlySpan<byte> TruncatedLineEnd => "\0\n"u8;

    /// <summary>Returns whether a message can be written unchanged.</summary>
    public static bool IsPlain(ReadOnlySpan<char> message) =>
        !message.ContainsAny(Breaking) && !message.ContainsAnyInRange('\uD800', '\uDFFF') && !message.StartsWith(Reserved);

    /// <summary>Returns the message as one line: without line breaks if the result still decodes to the same message, otherwise with escapes.</summary>
    public static string ToLine(string message)
    {
        if (!message.AsSpan().ContainsAny('\r', '\n'))
            return EscapeBreaks(message);
        var flat = RemoveBreaks(message);
        return flat is not null && NexusDecoder.Decode(flat).Equals(NexusDecoder.Decode(message)) ? EscapeBreaks(flat) : EscapeBreaks(message);
    }

    /// <summary>Returns a text as a part of a line, with escapes.</summary>
    public static string Encode(string text) => EscapeBreaks(text);

    /// <summary>Restores the message of a line in place.</summary>
    /// <returns>The length of the message.</returns>
    public static int Unescape(Span<char> line)
    {
        var to = line.IndexOf(Escape);
        if (to < 0)
            return line.Length;
        for (var from = to; from < line.Length; to++)
        {
            var isEscape = line[from] == Escape && line.Length - from >= EscapeLength;
            if (isEscape && ushort.TryParse(line.Slice(from + 1, EscapeLength - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                line[to] = (char)code;
                from += EscapeLength;
            }
            else
                line[to] = line[from++];
        }

        return to;
    }

    private static string EscapeBreaks(string message)
    {
        var line = new StringBuilder(message.Length + EscapeLength);
        var isReserved = message.StartsWith(Reserved, StringComparison.Ordinal);
        if (isReserved)
            line.Append(CultureInfo.InvariantCulture, $"{Escape}{(int)message[0]:x4}");
        for (var i = isReserved ? 1 : 0; i < message.Length; i++)
        {
            var c = message[i];
            if (char.IsSurrogate(c) && i + 1 < message.Length && char.IsSurrogatePair(c, message[i + 1]))
                line.Append(c).Append(message[++i]);
            else if (char.IsSurrogate(c) || Breaking.Contains(c))
                line.Append(CultureInfo.InvariantCulture, $"{Escape}{(int)c:x4}");
            else
                line.Append(c);
        }

        return line.ToString();
    }

    // Null if a string contains a line break, or if a comment does not end.
    private static string? RemoveBreaks(string json)
    {
        var line = new StringBuilder(json.Length);
        var at = 0;
        while (at < json.Length)
        {
            var rest = json.AsSpan(at);
            var length = rest switch
            {
                ['"', ..] => StringLength(rest),
                ['/', '/', ..] => rest.IndexOfAny('\r', '\n') is var end and >= 0 ? end : rest.Length,
                ['/', '*', ..] => rest[2..].IndexOf("*/") is var end and >= 0 ? end + 4 : -1,
                _ => 1,
            };
            if (length < 0)
                return null;
            if (rest[0] is '/' or '\r' or '\n')
                line.Append(' ');
            else
                line.Append(rest[..length]);
            at += length;
        }

        return line.ToString();
    }

    private static int StringLength(ReadOnlySpan<char> json)
    {
        for (var i = 1; i < json.Length && json[i] is not ('\r' or '\n'); i++)
        {
            if (json[i] == '"')
                return i + 1;
            if (json[i] == '\\')
                i++;
        }

        return -1;
    }
}
