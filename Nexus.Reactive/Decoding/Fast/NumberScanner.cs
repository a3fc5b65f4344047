using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nexus.Reactive;

/// <summary>Scans plain JSON numbers (digits with at most one point), sixteen characters at a time.</summary>
internal static class NumberScanner
{
    /// <summary>The result for a number that is not recognized: one with a sign, an exponent, an error, or too many digits.</summary>
    public const int None = -1;

    /// <summary>The number of characters that are read at a time.</summary>
    public const int Window = 16;

    private const int MaxDigits = 18;

    /// <summary>
    /// Reads the number at a position: <paramref name="mantissa"/> · 10^-<paramref name="scale"/>, without trailing zeros after the point.
    /// </summary>
    /// <returns>The end of the number, or <see cref="None"/>. The caller checks what follows it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Parse(ReadOnlySpan<byte> text, int at, out ulong mantissa, out int scale)
    {
        if (TryLook(text, at, out var window))
        {
            var length = ParseWindow(window, out mantissa, out scale);
            if (length != None)
                return at + length;
        }

        return ParseOneByOne(text, at, out mantissa, out scale);
    }

    /// <summary>Reads a number that ends within the window.</summary>
    /// <returns>Its length, or <see cref="None"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ParseWindow(ReadOnlySpan<byte> text, out ulong mantissa, out int scale)
    {
        return ParseWindow(Vector128.Create(text[..Window]), out mantissa, out scale);
    }

    /// <summary>
    /// Reads sixteen characters from a position, padded with zeros after the text. Returns false if the text is shorter or the position is outside it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryLook(ReadOnlySpan<byte> text, int at, out Vector128<byte> window)
    {
        window = default;
        if (text.Length < Window || (uint)at > (uint)text.Length)
            return false;

        // Near the end, the text's last window is shifted.
        var first = Math.Min(at, text.Length - Window);
        window = Vector128.Shuffle(Vector128.Create(text.Slice(first, Window)), Vector128<byte>.Indices + Vector128.Create((byte)(at - first)));
        return true;
    }

    /// <inheritdoc cref="ParseWindow(ReadOnlySpan{byte}, out ulong, out int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ParseWindow(Vector128<byte> characters, out ulong mantissa, out int scale)
    {
        var digits = characters - Vector128.Create((byte)'0');
        var isDigit = Vector128.LessThanOrEqual(digits, Vector128.Create((byte)9)).ExtractMostSignificantBits();
        var isPoint = Vector128.Equals(digits, Vector128.Create(Point)).ExtractMostSignificantBits();
        var isZero = Vector128.Equals(digits, Vector128<byte>.Zero).ExtractMostSignificantBits();
        return Parse(digits, isDigit, isPoint, isZero, out mantissa, out scale);
    }

    /// <summary>A point minus '0', as in a <see cref="DigitMap"/>.</summary>
    public const byte Point = unchecked((byte)('.' - '0'));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Parse(Vector128<byte> digits, uint isDigit, uint isPoint, uint isZero, out ulong mantissa, out int scale)
    {
        var length = BitOperations.TrailingZeroCount(~(isDigit | isPoint));
        var mask = new NumberMask(isPoint, isZero, starts: 1, ends: 1u << length);
        mask.Upper(0, out var last, out var point);
        scale = last - point;
        mantissa = SixteenDigits(Vector128.ShuffleNative(digits, NumberMask.Lanes(last, point)));
        return length < Window && mask.IsGood ? length : None;
    }

    /// <summary>Converts two numbers: the number of the lower half's digits is in the first word, that of the upper half's digits in the third word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> TwoMantissas(Vector256<byte> digits, Vector256<byte> lanes)
    {
        if (Avx2.IsSupported)
        {
            var pairs = Avx2.MultiplyAddAdjacent(Avx2.Shuffle(digits, lanes), Vector256.Create((ushort)0x010A).AsSByte());
            var fours = Avx2.MultiplyAddAdjacent(pairs, Vector256.Create(0x0001_0064).AsInt16());
            var eights = Avx2.MultiplyAddAdjacent(Avx2.PackUnsignedSaturate(fours, fours).AsInt16(), Vector256.Create(0x0001_2710).AsInt16());
            return Avx2.Multiply(eights.AsUInt32(), Vector256.Create(100_000_000u)) + (eights.AsUInt64() >>> 32);
        }

        return Vector256.Create(
            SixteenDigits(Vector128.ShuffleNative(digits.GetLower(), lanes.GetLower())), 0,
            SixteenDigits(Vector128.ShuffleNative(digits.GetUpper(), lanes.GetUpper())), 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Joined(ulong eights) => ((uint)eights * 100_000_000ul) + (eights >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static decimal ToDecimal(ulong mantissa, int scale) =>
        new((int)mantissa, (int)(mantissa >> 32), 0, isNegative: false, (byte)scale);

    // Sixteen digits, one per lane: neighbors are combined to 2, 4, 8 and 16 digits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SixteenDigits(Vector128<byte> digits)
    {
        if (Sse41.IsSupported)
        {
            var pairs = Ssse3.MultiplyAddAdjacent(digits, Vector128.Create((ushort)0x010A).AsSByte());
            var fours = Sse2.MultiplyAddAdjacent(pairs, Vector128.Create(0x0001_0064).AsInt16());
            var eights = Sse2.MultiplyAddAdjacent(Sse41.PackUnsignedSaturate(fours, fours).AsInt16(), Vector128.Create(0x0001_2710).AsInt16()).AsUInt64()[0];
            return Joined(eights);
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
    private static int ParseOneByOne(ReadOnlySpan<byte> text, int at, out ulong mantissa, out int scale)
    {
        var end = TryParseOneByOne(text, at, out mantissa, out scale);
        if (end == None)
            (mantissa, scale) = (0, 0);
        return end;
    }

    private static int TryParseOneByOne(ReadOnlySpan<byte> text, int at, out ulong mantissa, out int scale)
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

    private static int AppendDigits(ReadOnlySpan<byte> text, int at, ref ulong mantissa)
    {
        for (; at < text.Length && char.IsAsciiDigit((char)text[at]); at++)
            mantissa = unchecked((mantissa * 10) + (uint)(text[at] - '0'));
        return at;
    }
}
