using System.Numerics;

namespace Nexus.Reactive;

/// <summary>
/// Divides big integers and returns a decimal with the same rounding as decimal division: as many digits as fit, the last digit rounded half to even.
/// </summary>
internal static class ExactRatio
{
    /// <exception cref="OverflowException">The quotient is beyond decimal's range.</exception>
    public static decimal ToDecimal(BigInteger dividend, BigInteger divisor)
    {
        var isNegative = dividend.Sign * divisor.Sign < 0;
        dividend = BigInteger.Abs(dividend);
        divisor = BigInteger.Abs(divisor);
        for (var scale = DecimalParts.MaxScale; scale >= 0; scale--)
        {
            var quotient = RoundedQuotient(dividend * BigInteger.Pow(10, scale), divisor);
            if (quotient.GetBitLength() <= 96)
                return Trim(DecimalParts.ToDecimal((UInt128)quotient, scale, isNegative));
        }

        throw new OverflowException("The value is beyond decimal's range.");
    }

    /// <summary>Returns the square root of a quotient that is 0 or more, rounded once: as many digits as fit, the last digit rounded half to even.</summary>
    /// <exception cref="OverflowException">The root is beyond decimal's range.</exception>
    public static decimal SquareRoot(BigInteger dividend, BigInteger divisor)
    {
        for (var scale = DecimalParts.MaxScale; scale >= 0; scale--)
        {
            // Twice the root shows by its last bit which way to round: ⌊2√x⌋ = ⌊√⌊4x⌋⌋.
            var scaled = BigInteger.DivRem(4 * dividend * BigInteger.Pow(100, scale), divisor, out var rest);
            var twice = FloorOfRoot(scaled);
            var root = twice >> 1;
            var isHalf = !twice.IsEven && rest.IsZero && twice * twice == scaled;
            if (!twice.IsEven && (!isHalf || !root.IsEven))
                root++;
            if (root.GetBitLength() <= 96)
                return Trim(DecimalParts.ToDecimal((UInt128)root, scale, isNegative: false));
        }

        throw new OverflowException("The value is beyond decimal's range.");
    }

    /// <summary>Returns the same number without trailing zeros.</summary>
    public static decimal Trim(decimal value)
    {
        // 2⁶⁴ ends in 6.
        var parts = new DecimalParts(value);
        return parts.Scale == 0 || (((ulong)parts.High * 6) + (parts.Low % 10)) % 10 != 0 ? value : RemoveZeros(parts, value);
    }

    // A division of decimals takes ten times as long as one of 64 bits.
    private static decimal RemoveZeros(in DecimalParts parts, decimal value)
    {
        if (parts.High != 0 || parts.Low == 0)
            return value / 1.0000000000000000000000000000m;
        var (mantissa, scale) = (parts.Low, parts.Scale);
        do
        {
            mantissa /= 10;
            scale--;
        }
        while (scale > 0 && mantissa % 10 == 0);
        return new((int)mantissa, (int)(mantissa >> 32), 0, parts.IsNegative, (byte)scale);
    }

    private static BigInteger RoundedQuotient(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var rest);
        var half = (rest * 2).CompareTo(divisor);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    // Newton's method from above: it decreases until it reaches the floor of the root.
    private static BigInteger FloorOfRoot(BigInteger value)
    {
        if (value.IsZero)
            return value;
        var root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + (value / root)) >> 1;
            if (next >= root)
                return root;
            root = next;
        }
    }
}
