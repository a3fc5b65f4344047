namespace Nexus.Reactive.Tests.Numbers;

/// <summary>Sums that do not fit 128 bits.</summary>
public sealed class WideExactSumTests
{
    [Test]
    public void A_sum_that_exceeds_128_bits_keeps_its_sign([Values(1, -1)] int sign)
    {
        var sum = default(ExactSum);
        for (var i = 0; i < 10; i++)
            sum.AddProduct(sign * 9_000_000_000_000_000_000m, 4_000_000_000_000_000_000m);

        Assert.That(sum.IsAtLeast(default), Is.EqualTo(sign > 0));
        for (var i = 0; i < 10; i++)
            sum.SubtractProduct(sign * 9_000_000_000_000_000_000m, 4_000_000_000_000_000_000m);
        Assert.That(sum.IsZero, Is.True);
    }

    [Test]
    public void A_part_56_decimal_places_below_the_sum_is_not_lost()
    {
        const decimal Least = 0.000_000_000_000_000_000_000_000_000_1m;
        var sum = new ExactSum(1);
        sum.AddProduct(Least, Least);
        Assert.That(sum.ToDecimal(), Is.EqualTo(1));
        sum.Subtract(1);

        var product = default(ExactSum);
        product.AddProduct(Least, Least);
        Assert.That(sum, Is.EqualTo(product));
        Assert.That(sum.IsZero, Is.False);
    }

    [Test]
    public void A_product_that_fills_128_bits_keeps_its_sign()
    {
        var sum = default(ExactSum);
        sum.AddProduct(1844674407.3709551615m, 1844674407.3709551615m);

        Assert.That(sum.ToDecimal(), Is.EqualTo(1844674407.3709551615m * 1844674407.3709551615m));
    }

    [Test]
    public void Sums_just_below_the_128_bit_limit_are_added_exactly()
    {
        var near = new ExactSum(Int128.MaxValue >> 1, 20);
        var sum = near;
        sum.Add(near);
        sum.Add(near);

        Assert.That(ExactSum.Divide(sum, near), Is.EqualTo(3));
    }

    [Test]
    public void Zero_divided_by_a_wide_sum_is_not_negative()
    {
        var huge = default(ExactSum);
        huge.AddProduct(decimal.MaxValue, decimal.MaxValue);

        Assert.That(decimal.IsNegative(ExactSum.Divide(default, huge)), Is.False);
    }
}
