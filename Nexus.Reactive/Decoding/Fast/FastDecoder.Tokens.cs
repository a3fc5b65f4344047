using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace Nexus.Reactive;

/// <summary>Scans white space, names, strings and skipped values, all as strictly as JSON.</summary>
internal ref partial struct FastDecoder
{
    private const int MaxSkippedDepth = 32;

    private static readonly SearchValues<byte> StringStops = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(static c => (byte)c), (byte)'"', (byte)'\\']);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly char Peek(int at) => (uint)at < (uint)_text.Length ? (char)_text[at] : '\0';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool Is(int at, ReadOnlySpan<byte> expected) => _text[at..].StartsWith(expected);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int SkipWhite(int at)
    {
        if (Peek(at) > ' ')
            return at;
        return Peek(at) == ' ' && Peek(at + 1) > ' ' ? at + 1 : SkipWhiteSpace(at);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int SkipWhiteSpace(int at)
    {
        var length = _text[at..].IndexOfAnyExcept(" \n\r\t"u8);
        return length < 0 ? _text.Length : at + length;
    }

    private readonly int SkipNull(int at) => Is(at, "null"u8) ? at + 4 : None;

    private readonly int SkipQuote(int at) => Peek(at) == '"' ? at + 1 : None;

    /// <summary>Returns a bit for each of sixteen bytes that ends a string, must be escaped in a string, or is not ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint StringStopsIn(Vector128<byte> characters) =>
        (Vector128.Equals(characters, Vector128.Create((byte)'"')) | Vector128.Equals(characters, Vector128.Create((byte)'\\')) |
            Vector128.LessThan(characters.AsSByte(), Vector128.Create((sbyte)' ')).AsByte()).ExtractMostSignificantBits();

    /// <summary>Returns the position of the closing quote of the string that starts here.</summary>
    private readonly int EndOfString(int at)
    {
        if (Peek(at) != '"')
            return None;
        at++;
        if (_text.Length - at >= Window)
        {
            var stops = StringStopsIn(Vector128.Create(_text.Slice(at, Window)));
            var stop = at + BitOperations.TrailingZeroCount(stops);
            if (stops != 0 && char.IsAscii(Peek(stop)))
                return Peek(stop) == '"' ? stop : None;
        }

        return EndOfLongString(at);
    }

    // Other parts of a text that is decoded here are ASCII, so the text is valid UTF-8 if its strings are.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int EndOfLongString(int at)
    {
        var length = _text[at..].IndexOfAny(StringStops);
        return length >= 0 && _text[at + length] == '"' && Utf8.IsValid(_text.Slice(at, length)) ? at + length : None;
    }

    /// <summary>Moves from a name to its value.</summary>
    private readonly int ScanName(int at, out ReadOnlySpan<byte> name)
    {
        name = default;
        var end = EndOfString(at);
        if (end == None)
            return None;
        name = _text[(at + 1)..end];
        at = SkipWhite(end + 1);
        return Peek(at) == ':' ? SkipWhite(at + 1) : None;
    }

    private readonly int SkipValue(int at, int depth)
    {
        switch (Peek(at))
        {
            case '"':
                at = EndOfString(at);
                return at == None ? None : at + 1;
            case 't' when Is(at, "true"u8):
            case 'n' when Is(at, "null"u8):
                return at + 4;
            case 'f' when Is(at, "false"u8):
                return at + 5;
            case '-':
                return NumberScanner.Parse(_text, at + 1, out _, out _);
            case '{':
                return depth == MaxSkippedDepth ? None : SkipContainer(at, '}', depth);
            case '[':
                return depth == MaxSkippedDepth ? None : SkipContainer(at, ']', depth);
            default:
                return NumberScanner.Parse(_text, at, out _, out _);
        }
    }

    private readonly int SkipContainer(int at, char close, int depth)
    {
        var first = SkipWhite(at + 1);
        if (Peek(first) == close)
            return first + 1;
        do
        {
            at = SkipWhite(at + 1);
            if (close == '}')
            {
                at = ScanName(at, out _);
                if (at == None)
                    return None;
            }

            at = SkipValue(at, depth + 1);
            if (at == None)
                return None;
            at = SkipWhite(at);
        }
        while (Peek(at) == ',');
        return Peek(at) == close ? at + 1 : None;
    }
}
