using CsCheck;

namespace Nexus.Reactive.Tests.Numbers;

/// <summary>Compares arithmetic that has a faster way for usual numbers with that of decimal, over numbers of every width.</summary>
public sealed class ExactDecimalTests
{
    private static readonly decimal[] Special = [0, 0.00m, -0.0m, ulong.MaxValue, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m];

    private static readonly Gen<decimal> Number = Gen.OneOf(
        Gen.Select(Gen.Long[0, 1_000_000_000_000], Gen.Int[0, 9]).Select(static (mantissa, scale) => new decimal((int)mantissa, (int)(mantissa >> 32), 0, false, (byte)scale)),
        Gen.Select(Gen.Int, Gen.Int, Gen.Int[0, 1], Gen.Bool, Gen.Int[0, 28]).Select(static (low, mid, high, isNegative, scale) => new decimal(low, mid, high, isNegative, (byte)scale)),
        Gen.Int[0, 6].Select(static i => Special[i]),
        Gen.Decimal);

    [Test]
    public void A_sum_equals_the_decimal_sum_unless_it_is_rounded_or_too_large() => Gen.Select(Number, Number).Sample(static (left, right) =>
        ExactDecimal.TryAdd(left, right, out var sum)
            ? sum == left + right && sum.Scale == Math.Max(left.Scale, right.Scale)
            : Compute(() => left + right) is not { } rounded || rounded.Scale < Math.Max(left.Scale, right.Scale));

    [Test]
    public void A_sum_with_a_product_equals_the_exact_sum() => Gen.Select(Number, Number, Number).Sample(static (addend, left, right) =>
    {
        var exact = new ExactSum(addend);
        exact.AddProduct(left, right);
        return !ExactDecimal.TryAddProduct(addend, left, right, out var sum) || exact.Equals(new ExactSum(sum));
    });

    [Test]
    public void Equality_matches_the_equality_of_decimal() => Gen.Select(Number, Number, Gen.Bool).Sample(static (left, other, isSame) =>
    {
        var right = isSame ? left / 1.0000000000000000000000000000m : other;
        return ExactDecimal.AreEqual(left, right) == (left == right);
    });

    [Test]
    public void A_compact_decimal_equals_its_source_or_is_marked_too_wide() => Number.Sample(static number =>
    {
        var compact = CompactDecimal.Create(number);
        var parts = new DecimalParts(number);
        var fits = parts is { High: 0, Low: < 1UL << 59 } && (number == 0 || !parts.IsNegative);
        return compact.IsTooWide == !fits && !compact.IsNone
            && (!fits || (compact.Value == number && (number == 0 || compact.Value.Scale == number.Scale)));
    });

    private static decimal? Compute(Func<decimal> sum)
    {
        try
        {
            return sum();
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
