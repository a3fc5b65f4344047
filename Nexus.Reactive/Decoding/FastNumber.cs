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

    /// <summary>How many characters <see cref="ParseWindow"/> looks at.</summary>
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
        var window = MemoryMarshal.Cast<char, ushort>(text[..Window]);
        var bytes = Vector128.NarrowWithSaturation(Vector128.Create(window[..8]), Vector128.Create(window[8..]));
        var digits = bytes - Vector128.Create((byte)'0');
        var others = Vector128.GreaterThan(digits, Vector128.Create((byte)9)).ExtractMostSignificantBits() | (1u << Window);
        var whole = BitOperations.TrailingZeroCount(others);
        var isPoint = (Vector128.Equals(bytes, Vector128.Create((byte)'.')).ExtractMostSignificantBits() >> whole) & 1;
        var end = BitOperations.TrailingZeroCount(others ^ (isPoint << whole));

        // Zeros behind the point end where another digit or the point itself stands.
        var zeros = Vector128.Equals(digits, Vector128<byte>.Zero).ExtractMostSignificantBits();
        var significant = 32 - BitOperations.LeadingZeroCount(~zeros & ((1u << end) - 1));
        var used = isPoint != 0 ? significant : end;
        var point = isPoint != 0 ? whole : -1;
        scale = isPoint != 0 ? used - whole - 1 : 0;

        // The digits move to the right end, those before the point one place further, over it.
        var lanes = Vector128<sbyte>.Indices + Vector128.Create((sbyte)(used - Window));
        lanes += Vector128.LessThanOrEqual(lanes, Vector128.Create((sbyte)point));
        mantissa = SixteenDigits(Vector128.ShuffleNative(digits, lanes.AsByte()));
        return end >= Window || whole == 0 || end == point + 1 || ((zeros & 1) != 0 && whole > 1) ? None : end;
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
