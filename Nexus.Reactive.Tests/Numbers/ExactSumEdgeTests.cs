namespace Nexus.Reactive.Tests.Numbers;

/// <summary>Where 128 bits end.</summary>
public sealed class ExactSumEdgeTests
{
    [Test]
    public void A_sum_that_outgrows_128_bits_keeps_its_sign([Values(1, -1)] int sign)
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
    public void A_part_fifty_six_places_below_the_sum_is_not_lost()
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
    public void Sums_just_below_the_end_of_128_bits_add_up()
    {
        var near = new ExactSum(Int128.MaxValue >> 1, 20);
        var sum = near;
        sum.Add(near);
        sum.Add(near);

        Assert.That(ExactSum.Divide(sum, near), Is.EqualTo(3));
    }

    [Test]
    public void Nothing_divided_by_what_128_bits_do_not_hold_has_no_sign()
    {
        var huge = default(ExactSum);
        huge.AddProduct(decimal.MaxValue, decimal.MaxValue);

        Assert.That(decimal.IsNegative(ExactSum.Divide(default, huge)), Is.False);
    }

    [Test]
    public void Equal_sums_have_equal_hashes_whatever_their_scale_and_size()
    {
        var (one, other) = (new ExactSum(1.5m), new ExactSum(1));
        other.Add(0.50m);
        Assert.That(other, Is.EqualTo(one));
        Assert.That(other.GetHashCode(), Is.EqualTo(one.GetHashCode()));
        Assert.That(one, Is.Not.EqualTo(new ExactSum(1.05m)));

        var (huge, same) = (default(ExactSum), default(ExactSum));
        huge.AddProduct(decimal.MaxValue, 10);
        same.AddProduct(10, decimal.MaxValue);
        Assert.That(huge.GetHashCode(), Is.EqualTo(same.GetHashCode()));
        Assert.That(huge, Is.EqualTo(same));
        Assert.That(huge, Is.Not.EqualTo(one));
        Assert.That(one, Is.Not.EqualTo(huge));
        huge.AddProduct(decimal.MaxValue, decimal.MaxValue);
        Assert.That((huge.Equals(default), default(ExactSum).Equals(huge)), Is.EqualTo((false, false)));
        Assert.That(one.GetHashCode(), Is.Not.EqualTo(new ExactSum(1.05m).GetHashCode()));
    }
}
