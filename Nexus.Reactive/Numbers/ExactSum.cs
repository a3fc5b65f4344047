using System.Numerics;

namespace Nexus.Reactive;

/// <summary>A sum of decimals and of products of two decimals that is exact at any size, so that subtracting a part restores the earlier sum.</summary>
/// <remarks>The sum is an integer divided by a power of ten. The integer has 128 bits while that suffices, and is a big integer otherwise.</remarks>
internal struct ExactSum : IEquatable<ExactSum>
{
    // Two numbers below 2^126 add up without overflow.
    private const int NarrowBits = 126;

    private static readonly Int128[] NarrowPowers = Powers();

    private Int128 _ticks;
    private object? _wide;
    private int _scale;

    public ExactSum(decimal value) => Add(value);

    public ExactSum(Int128 ticks, int scale)
    {
        _ticks = ticks;
        _scale = ticks == 0 ? 0 : scale;
    }

    public ExactSum(BigInteger ticks, int scale) => Set(ticks, ticks.IsZero ? 0 : scale);

    /// <summary>The sum as an integer / 10^scale.</summary>
    public readonly (BigInteger Ticks, int Scale) Parts => (Ticks, IsZero ? 0 : _scale);

    private readonly BigInteger Ticks => _wide is BigInteger wide ? wide : _ticks;

    private readonly int Sign => _wide is BigInteger wide ? wide.Sign : Int128.Sign(_ticks);

    public readonly bool IsZero => _wide is null && _ticks == 0;

    public void Add(decimal value)
    {
        var part = new DecimalParts(value);
        Add((Int128)part.Mantissa, part.Scale, part.IsNegative);
    }

    public void AddProduct(decimal left, decimal right) => AddProduct(left, right, isNegative: false);

    public void SubtractProduct(decimal left, decimal right) => AddProduct(left, right, isNegative: true);

    /// <summary>Adds value² × weight. The weight is 0 or more.</summary>
    public void AddSquare(decimal value, decimal weight) => AddSquare(value, weight, isNegative: false);

    public void SubtractSquare(decimal value, decimal weight) => AddSquare(value, weight, isNegative: true);

    public void Add(in ExactSum other)
    {
        if (other._wide is null)
            AddTicks(other._ticks, other._scale);
        else
            AddWide(other.Ticks, other._scale);
    }

    public void Subtract(decimal value) => Add(-value);

    public void Subtract(in ExactSum other)
    {
        var negated = other;
        negated.Negate();
        Add(negated);
    }

    public readonly bool IsAtLeast(in ExactSum other)
    {
        var rest = this;
        rest.Subtract(other);
        return rest.Sign >= 0;
    }

    /// <summary>Returns the sum as an integer / 10^scale, if it fits 128 bits.</summary>
    public readonly bool TryGetTicks(out Int128 ticks, out byte scale)
    {
        ticks = _ticks;
        scale = (byte)_scale;
        return _wide is null;
    }

    /// <summary>Returns the sum as a decimal without trailing zeros, rounded once if it has more digits than a decimal.</summary>
    /// <exception cref="OverflowException">The sum is beyond decimal's range.</exception>
    public readonly decimal ToDecimal() =>
        TryGetExact(out var value) ? value : ExactRatio.ToDecimal(Ticks, BigInteger.Pow(10, _scale));

    /// <summary>Returns the quotient of two sums, rounded once.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    /// <exception cref="OverflowException">The quotient is beyond decimal's range.</exception>
    public static decimal Divide(in ExactSum dividend, in ExactSum divisor) =>
        dividend.TryGetExact(out var left) && divisor.TryGetExact(out var right)
            ? ExactRatio.Trim(left / right)
            : ExactRatio.ToDecimal(dividend.Ticks * BigInteger.Pow(10, divisor._scale), divisor.Ticks * BigInteger.Pow(10, dividend._scale));

    /// <summary>Returns the exact product of two sums.</summary>
    public static ExactSum Multiply(in ExactSum left, in ExactSum right)
    {
        var product = default(ExactSum);
        product.Set(left.Ticks * right.Ticks, left._scale + right._scale);
        return product;
    }

    /// <summary>Returns the square root of the quotient of two sums, rounded once.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static decimal SquareRoot(in ExactSum dividend, in ExactSum divisor) =>
        ExactRatio.SquareRoot(dividend.Ticks * BigInteger.Pow(10, divisor._scale), divisor.Ticks * BigInteger.Pow(10, dividend._scale));

    public readonly bool Equals(ExactSum other) =>
        _wide is null && other._wide is null && _scale == other._scale
            ? _ticks == other._ticks
            : Ticks * BigInteger.Pow(10, other._scale) == other.Ticks * BigInteger.Pow(10, _scale);

    public override readonly bool Equals(object? obj) => obj is ExactSum other && Equals(other);

    // Equal sums may have different scales; as decimals they are the same.
    public override readonly int GetHashCode()
    {
        try
        {
            return ToDecimal().GetHashCode();
        }
        catch (OverflowException)
        {
            return 0;
        }
    }

    private void AddProduct(decimal left, decimal right, bool isNegative)
    {
        var a = new DecimalParts(left);
        var b = new DecimalParts(right);
        var negative = isNegative ^ a.IsNegative ^ b.IsNegative;
        if ((a.High | b.High) == 0)
        {
            var high = Math.BigMul(a.Low, b.Low, out ulong low);
            if (high < 1UL << (NarrowBits - 64))
            {
                Add(new Int128(high, low), a.Scale + b.Scale, negative);
                return;
            }
        }

        var product = (BigInteger)a.Mantissa * b.Mantissa;
        AddWide(negative ? -product : product, a.Scale + b.Scale);
    }

    private void AddSquare(decimal value, decimal weight, bool isNegative)
    {
        var a = new DecimalParts(value);
        var b = new DecimalParts(weight);
        var scale = (2 * a.Scale) + b.Scale;
        if ((a.High | b.High) == 0 && Math.BigMul(a.Low, a.Low, out ulong square) == 0)
        {
            var high = Math.BigMul(square, b.Low, out ulong low);
            if (high < 1UL << (NarrowBits - 64))
            {
                Add(new Int128(high, low), scale, isNegative);
                return;
            }
        }

        var product = (BigInteger)a.Mantissa * a.Mantissa * b.Mantissa;
        AddWide(isNegative ? -product : product, scale);
    }

    private void Negate()
    {
        _ticks = -_ticks;
        _wide = _wide is BigInteger wide ? -wide : null;
    }

    private void Add(Int128 magnitude, int scale, bool isNegative) => AddTicks(isNegative ? -magnitude : magnitude, scale);

    private void AddTicks(Int128 ticks, int scale)
    {
        if (ticks == 0)
            return;
        if (IsZero)
        {
            _ticks = ticks;
            _scale = scale;
            return;
        }

        if (_wide is null)
        {
            Int128 sum = _ticks, part = ticks;
            if (TryScale(ref sum, scale - _scale) && TryScale(ref part, _scale - scale) && IsNarrow(sum + part))
            {
                _ticks = sum + part;
                _scale = Math.Max(_scale, scale);
                return;
            }
        }

        AddWide(ticks, scale);
    }

    private void AddWide(BigInteger ticks, int scale)
    {
        var sum = Ticks;
        if (scale > _scale)
            sum *= BigInteger.Pow(10, scale - _scale);
        else
            ticks *= BigInteger.Pow(10, _scale - scale);
        Set(sum + ticks, Math.Max(_scale, scale));
    }

    private void Set(BigInteger ticks, int scale)
    {
        // A sum that no longer needs a big integer returns to 128 bits.
        while (ticks.GetBitLength() > NarrowBits && scale > 0)
        {
            var shorter = BigInteger.DivRem(ticks, 10, out var rest);
            if (!rest.IsZero)
                break;
            ticks = shorter;
            scale--;
        }

        var isNarrow = ticks.GetBitLength() <= NarrowBits;
        _ticks = isNarrow ? (Int128)ticks : 0;
        _wide = isNarrow ? null : ticks;
        _scale = scale;
    }

    private readonly bool TryGetExact(out decimal value)
    {
        var magnitude = (UInt128)Int128.Abs(_ticks);
        if (_wide is not null || _scale > DecimalParts.MaxScale || magnitude > DecimalParts.MaxMantissa)
        {
            value = 0;
            return false;
        }

        value = ExactRatio.Trim(DecimalParts.ToDecimal(magnitude, _scale, _ticks < 0));
        return true;
    }

    /// <summary>Multiplies by a power of ten if the product fits 128 bits; has no effect for a power of 0 or below.</summary>
    private static bool TryScale(ref Int128 ticks, int power)
    {
        if (power <= 0)
            return true;
        if (power >= NarrowPowers.Length)
            return false;

        // The usual case needs no 128-bit multiplication: 2^63 × 10^18 is below 2^126.
        if (power <= 18 && ticks == (long)ticks)
        {
            ticks = Math.BigMul((long)ticks, (long)NarrowPowers[power]);
            return true;
        }

        if (BitLength(ticks) + BitLength(NarrowPowers[power]) > NarrowBits)
            return false;
        ticks *= NarrowPowers[power];
        return true;
    }

    private static bool IsNarrow(Int128 ticks)
    {
        var high = (long)(ticks >> 64);
        return high is < (1L << (NarrowBits - 64)) and >= -(1L << (NarrowBits - 64));
    }

    private static int BitLength(Int128 ticks) => 128 - (int)Int128.LeadingZeroCount(Int128.IsNegative(ticks) ? ~ticks : ticks);

    private static Int128[] Powers()
    {
        var powers = new Int128[38];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
