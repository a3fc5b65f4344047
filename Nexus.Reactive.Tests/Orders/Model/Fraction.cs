using System.Numerics;

namespace Nexus.Reactive.Tests.Orders.Model;

/// <summary>An exact number.</summary>
internal readonly record struct Fraction : IComparable<Fraction>
{
    // A decimal that was rounded a few times differs from the exact number by less than this part of it.
    private static readonly Fraction Tolerance = new(1, BigInteger.Pow(10, 20));

    private readonly BigInteger _dividend;
    private readonly BigInteger _divisorLessOne;

    private Fraction(BigInteger dividend, BigInteger divisor)
    {
        var common = BigInteger.GreatestCommonDivisor(dividend, divisor) * divisor.Sign;
        (_dividend, _divisorLessOne) = (dividend / common, (divisor / common) - 1);
    }

    public bool IsZero => _dividend.IsZero;

    public int Sign => _dividend.Sign;

    private BigInteger Divisor => _divisorLessOne + 1;

    public static implicit operator Fraction(decimal value)
    {
        var bits = decimal.GetBits(value);
        var mantissa = new BigInteger(new decimal(bits[0], bits[1], bits[2], isNegative: value < 0, scale: 0));
        return new Fraction(mantissa, BigInteger.Pow(10, value.Scale));
    }

    public static Fraction operator +(Fraction left, Fraction right) => new((left._dividend * right.Divisor) + (right._dividend * left.Divisor), left.Divisor * right.Divisor);

    public static Fraction operator -(Fraction value) => new(-value._dividend, value.Divisor);

    public static Fraction operator -(Fraction left, Fraction right) => left + -right;

    public static Fraction operator *(Fraction left, Fraction right) => new(left._dividend * right._dividend, left.Divisor * right.Divisor);

    public static Fraction operator /(Fraction left, Fraction right) => new(left._dividend * right.Divisor, left.Divisor * right._dividend);

    public static bool operator <(Fraction left, Fraction right) => left.CompareTo(right) < 0;

    public static bool operator >(Fraction left, Fraction right) => left.CompareTo(right) > 0;

    public static bool operator <=(Fraction left, Fraction right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Fraction left, Fraction right) => left.CompareTo(right) >= 0;

    public static Fraction Max(Fraction left, Fraction right) => left > right ? left : right;

    public static Fraction Min(Fraction left, Fraction right) => left < right ? left : right;

    public static Fraction Abs(Fraction value) => value.Sign < 0 ? -value : value;

    public int CompareTo(Fraction other) => (_dividend * other.Divisor).CompareTo(other._dividend * Divisor);

    /// <summary>The number with at most 24 decimal places.</summary>
    public decimal Round() => (decimal)(_dividend * BigInteger.Pow(10, 24) / Divisor) / (decimal)BigInteger.Pow(10, 24);

    /// <summary>Whether a decimal is this number, rounded.</summary>
    public bool IsAbout(decimal rounded) => Abs(this - rounded) <= Max(1, Abs(this)) * Tolerance;

    public override string ToString() => Divisor.IsOne ? $"{_dividend}" : $"{_dividend}/{Divisor} ({(double)_dividend / (double)Divisor})";
}
