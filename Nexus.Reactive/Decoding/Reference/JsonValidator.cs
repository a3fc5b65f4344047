using System.Buffers;

namespace Nexus.Reactive;

/// <summary>
/// Finds what <see cref="Newtonsoft.Json.JsonTextReader"/> accepts although JSON does not allow it: octal and hex numbers, NaN, Infinity, undefined, constructors,
/// single quotes, names without quotes, other white space, control characters, invalid escapes. The reader checks the structure.
/// </summary>
internal static class JsonValidator
{
    private static readonly SearchValues<char> StringStops = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(static c => (char)c), '"', '\\']);

    private static readonly SearchValues<char> WordCharacters = SearchValues.Create(
        "0123456789+-._$ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // The reader rejects integers of more than 380 digits. No field can contain an integer of 300 digits, and the digits of a skipped integer do not matter.
    private const int LongestInteger = 300;

    /// <summary>
    /// Describes the first error in one line, with its position; returns null if there is none. <paramref name="plain"/> is the text with spaces in place of
    /// comments, which the reader accepts in some places only, and of the digits that make an integer too long for it.
    /// </summary>
    public static string? FindFault(string text, out string plain)
    {
        plain = text;
        char[]? blanked = null;
        var at = 0;
        while (at < text.Length)
        {
            var start = at;
            var ok = text[at] switch
            {
                ' ' or '\t' or '\r' or '\n' or '{' or '}' or '[' or ']' or ':' or ',' => ++at > 0,
                '"' => SkipString(text, ref at),
                '/' => SkipComment(text, ref at),
                _ => SkipWord(text, ref at),
            };
            if (!ok)
                return Describe(text, start, at);
            if (text[start] == '/')
                Blank(blanked ??= text.ToCharArray(), start, at);
            else if (at - start > LongestInteger && !text.AsSpan(start + 1, at - start - 1).ContainsAnyExceptInRange('0', '9'))
                Blank(blanked ??= text.ToCharArray(), start + LongestInteger, at);
        }

        if (blanked is not null)
            plain = new string(blanked);
        return null;
    }

    private static void Blank(char[] text, int start, int end)
    {
        foreach (ref var c in text.AsSpan(start..end))
        {
            if (c is not ('\r' or '\n'))
                c = ' ';
        }
    }

    private static bool SkipString(string text, ref int at)
    {
        at++;
        while (true)
        {
            var stop = text.AsSpan(at).IndexOfAny(StringStops);
            if (stop < 0)
            {
                at = text.Length;
                return false;
            }

            at += stop;
            if (text[at] == '"')
            {
                at++;
                return true;
            }

            if (text[at] != '\\' || !SkipEscape(text, ref at))
                return false;
        }
    }

    private static bool SkipEscape(string text, ref int at)
    {
        var rest = text.AsSpan(at + 1);
        if (rest is ['"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't', ..])
        {
            at += 2;
            return true;
        }

        if (rest is not ['u', var a, var b, var c, var d, ..] ||
            !(char.IsAsciiHexDigit(a) && char.IsAsciiHexDigit(b) && char.IsAsciiHexDigit(c) && char.IsAsciiHexDigit(d)))
            return false;
        at += 6;
        return true;
    }

    private static bool SkipComment(string text, ref int at)
    {
        var rest = text.AsSpan(at);
        var (length, terminator) = rest switch
        {
            ['/', '/', ..] => (rest.IndexOfAny('\r', '\n'), 0),
            ['/', '*', ..] => (rest[2..].IndexOf("*/"), 4),
            _ => (-2, 0),
        };
        if (length == -2 || (length < 0 && terminator > 0))
            return false;
        at = length < 0 ? text.Length : at + length + terminator;
        return true;
    }

    private static bool SkipWord(string text, ref int at)
    {
        var rest = text.AsSpan(at);
        var end = rest.IndexOfAnyExcept(WordCharacters);
        var word = end < 0 ? rest : rest[..end];
        if (word is not ("true" or "false" or "null") && !DecimalParser.IsNumber(word))
            return false;
        at += word.Length;
        return true;
    }

    private static string Describe(string text, int start, int at)
    {
        var rest = text.AsSpan(start);
        if (rest[0] == '"')
        {
            return at == text.Length
                ? $"a string is not terminated {TextPosition.Find(text, start)}"
                : $"{(text[at] == '\\' ? "an invalid escape" : "a control character")} in a string {TextPosition.Find(text, at)}";
        }

        var end = rest.IndexOfAnyExcept(WordCharacters);
        var word = end < 0 ? rest : rest[..Math.Max(end, 1)];
        return $"unexpected {PrintableText.Escape(word)} {TextPosition.Find(text, start)}";
    }
}
