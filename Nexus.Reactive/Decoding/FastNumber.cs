using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nexus.Reactive;

/// <summary>Plain numbers of JSON, sixteen characters at a look: digits, perhaps a point and digits.</summary>
internal static class FastNumber
{
    /// <summary>What stands for 'not recognised': a sign, an exponent, a fault, or more digits than fit.</summary>
    public const int None = -1;

    /// <summary>How many characters a look takes in.</summary>
    public const int Window = 16;

    private const int MaxDigits = 18;

    /// <summary>
    /// Reads the number at a place: <paramref name="mantissa"/> · 10^-<paramref name="scale"/>, without trailing zeros behind the point.
    /// </summary>
    /// <returns>Where it ends, or <see cref="None"/>. What follows it is the caller's to judge.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Parse(ReadOnlySpan<char> text, int at, out ulong mantissa, out int scale)
    {
        if (text.Length - at >= Window)
        {
            var length = ParseWindow(text.Slice(at, Window), out mantissa, out scale);
            if (length != None)
                return at + length;
        }

        return ParseOneByOne(text, at, out mantissa, out scale);
    }

    /// <summary>Reads a number that ends within the window.</summary>
    /// <returns>Its length, or <see cref="None"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ParseWindow(ReadOnlySpan<char> text, out ulong mantissa, out int scale)
    {
        var digits = DigitsOf(text);
        var isDigit = Vector128.LessThanOrEqual(digits, Vector128.Create((byte)9)).ExtractMostSignificantBits();
        var isPoint = Vector128.Equals(digits, Vector128.Create(Point)).ExtractMostSignificantBits();
        var isZero = Vector128.Equals(digits, Vector128<byte>.Zero).ExtractMostSignificantBits();
        return Parse(digits, isDigit, isPoint, isZero, out mantissa, out scale);
    }

    /// <summary>The same where it is known already what the characters are: a bit for each, from the lowest on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ParseWindow(ReadOnlySpan<char> text, ulong isDigit, ulong isPoint, ulong isZero, out ulong mantissa, out int scale) =>
        Parse(DigitsOf(text), (ushort)isDigit, (ushort)isPoint, (ushort)isZero, out mantissa, out scale);

    /// <summary>What a point is among digits, of which '0' is 0.</summary>
    public const byte Point = unchecked((byte)('.' - '0'));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> DigitsOf(ReadOnlySpan<char> text)
    {
        var window = MemoryMarshal.Cast<char, ushort>(text[..Window]);
        return Vector128.NarrowWithSaturation(Vector128.Create(window[..8]), Vector128.Create(window[8..])) - Vector128.Create((byte)'0');
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Parse(Vector128<byte> digits, uint isDigit, uint isPoint, uint isZero, out ulong mantissa, out int scale)
    {
        var end = BitOperations.TrailingZeroCount(~(isDigit | isPoint));
        var inside = (1u << end) - 1;
        var points = isPoint & inside;

        // Without a point both are as if it stood right behind the number. Zeros behind a point end where another digit or the point stands.
        var whole = BitOperations.TrailingZeroCount(points | (1u << end));
        var used = points != 0 ? 32 - BitOperations.LeadingZeroCount(inside & ~isZero) : end;
        scale = Math.Max(used - whole - 1, 0);

        // The digits move to the right end, those before the point one place further, over it.
        var lanes = Vector128<sbyte>.Indices + Vector128.Create((sbyte)(used - Window));
        lanes += Vector128.LessThanOrEqual(lanes, Vector128.Create((sbyte)(points != 0 ? whole : -1)));
        mantissa = SixteenDigits(Vector128.ShuffleNative(digits, lanes.AsByte()));

        if (end >= Window || whole == 0 || (points & (points - 1)) != 0 || (points << 1) >> end != 0 || ((isZero & 1) != 0 && whole > 1))
            return None;
        return end;
    }

    // Sixteen digits, one a lane: neighbours are joined to 2, 4, 8 and 16 digits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SixteenDigits(Vector128<byte> digits)
    {
        if (Sse41.IsSupported)
        {
            var pairs = Ssse3.MultiplyAddAdjacent(digits, Vector128.Create((ushort)0x010A).AsSByte());
            var fours = Sse2.MultiplyAddAdjacent(pairs, Vector128.Create(0x0001_0064).AsInt16());
            var eights = Sse2.MultiplyAddAdjacent(Sse41.PackUnsignedSaturate(fours, fours).AsInt16(), Vector128.Create(0x0001_2710).AsInt16()).AsUInt64()[0];
            return ((uint)eights * 100_000_000ul) + (eights >> 32);
        }

        var halves = digits.AsUInt64();
        return (EightDigits(halves[0]) * 100_000_000) + EightDigits(halves[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EightDigits(ulong digits)
    {
        const ulong Pairs = 0x000000FF_000000FF;
        digits = (digits * 10) + (digits >> 8);
        return (((digits & Pairs) * 0x000F4240_00000064) + (((digits >> 16) & Pairs) * 0x00002710_00000001)) >> 32;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ParseOneByOne(ReadOnlySpan<char> text, int at, out ulong mantissa, out int scale)
    {
        var end = TryParseOneByOne(text, at, out mantissa, out scale);
        if (end == None)
            (mantissa, scale) = (0, 0);
        return end;
    }

    private static int TryParseOneByOne(ReadOnlySpan<char> text, int at, out ulong mantissa, out int scale)
    {
        mantissa = 0;
        scale = 0;
        var start = at;
        at = AppendDigits(text, at, ref mantissa);
        var whole = at - start;
        if (whole == 0 || (whole > 1 && text[start] == '0'))
            return None;
        if (at < text.Length && text[at] == '.')
        {
            var fraction = at + 1;
            at = AppendDigits(text, fraction, ref mantissa);
            scale = at - fraction;
            if (scale == 0)
                return None;
        }

        if (whole + scale > MaxDigits)
            return None;
        for (; scale > 0 && mantissa % 10 == 0; scale--)
            mantissa /= 10;
        return at;
    }

    private static int AppendDigits(ReadOnlySpan<char> text, int at, ref ulong mantissa)
    {
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
            mantissa = unchecked((mantissa * 10) + (uint)(text[at] - '0'));
        return at;
    }
}
