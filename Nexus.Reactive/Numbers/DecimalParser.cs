using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>
/// Parses JSON numbers to decimals: The result is exact and has no trailing zeros, so that equal numbers have equal bits. Numbers that a decimal cannot
/// represent exactly are rejected.
/// </summary>
internal static class DecimalParser
{
    private const int MaxScale = 28;
    private const int MaxDigits = 29;
    private const int FarExponent = 1_000_000_000;

    /// <summary>Returns whether a text is a number according to the grammar of RFC 8259.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        if (text is ['-', ..])
            text = text[1..];
        if (text is ['0', ..])
            text = text[1..];
        else if (!SkipDigits(ref text))
            return false;

        if (text is ['.', ..])
        {
            text = text[1..];
            if (!SkipDigits(ref text))
                return false;
        }

        if (text is ['e' or 'E', ..])
        {
            text = text is [_, '+' or '-', ..] ? text[2..] : text[1..];
            if (!SkipDigits(ref text))
                return false;
        }

        return text.IsEmpty;
    }

    /// <summary>Parses a text for which <see cref="IsNumber"/> is true. Returns false if no decimal has exactly that value.</summary>
    public static bool TryParse(ReadOnlySpan<char> number, out decimal value)
    {
        value = 0;
        var negative = number[0] == '-';
        UInt128 mantissa = 0;
        var digits = 0;
        var zeros = 0;
        var places = 0;
        var inFraction = false;
        var exponent = 0;

        for (var i = negative ? 1 : 0; i < number.Length; i++)
        {
            var c = number[i];
            if (c == '.')
            {
                inFraction = true;
                continue;
            }

            if (c is 'e' or 'E')
            {
                exponent = ParseExponent(number[(i + 1)..]);
                break;
            }

            places += inFraction ? 1 : 0;
            if (c == '0')
            {
                // A zero is significant only if another digit follows it.
                zeros += digits > 0 ? 1 : 0;
                continue;
            }

            digits += zeros + 1;
            if (digits > MaxDigits)
                return false;

            for (; zeros > 0; zeros--)
                mantissa *= 10;
            mantissa = (mantissa * 10) + (uint)(c - '0');
        }

        if (mantissa == 0)
            return true;

        var power = (long)exponent - places + zeros;
        if (power is < -MaxScale or > MaxDigits)
            return false;
        for (; power > 0; power--)
        {
            mantissa *= 10;
            if (!Fits(mantissa))
                return false;
        }

        if (!Fits(mantissa))
            return false;
        value = new decimal((int)(uint)mantissa, (int)(uint)(mantissa >> 32), (int)(uint)(mantissa >> 64), negative, (byte)-power);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Fits(UInt128 mantissa) => mantissa >> 96 == UInt128.Zero;

    private static int ParseExponent(ReadOnlySpan<char> text)
    {
        var exponent = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
                exponent = (int)Math.Min((exponent * 10L) + (c - '0'), FarExponent);
        }

        return text[0] == '-' ? -exponent : exponent;
    }

    private static bool SkipDigits(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var count = end < 0 ? text.Length : end;
        text = text[count..];
        return count > 0;
    }
}
