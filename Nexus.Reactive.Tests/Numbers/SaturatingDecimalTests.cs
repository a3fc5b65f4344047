namespace Nexus.Reactive.Tests.Numbers;

/// <summary>Tests of arithmetic that returns the limits of decimal's range instead of throwing.</summary>
public sealed class SaturatingDecimalTests
{
    private const decimal Max = decimal.MaxValue;
    private const decimal Min = decimal.MinValue;

    [Test]
    public void A_sum_saturates_at_the_limit_of_the_range()
    {
        Assert.That(SaturatingDecimal.Add(Max, 1), Is.EqualTo(Max));
        Assert.That(SaturatingDecimal.Add(Min, -1), Is.EqualTo(Min));
        Assert.That(SaturatingDecimal.Add(1, Max), Is.EqualTo(Max));
    }

    [Test]
    public void Products_and_quotients_saturate_by_sign([Values(1, -1)] int left, [Values(1, -1)] int right)
    {
        var end = left == right ? Max : Min;

        Assert.That(SaturatingDecimal.Multiply(left * Max, right * 2), Is.EqualTo(end));
        Assert.That(SaturatingDecimal.Divide(left * Max, right * 0.5m), Is.EqualTo(end));
    }

    [Test]
    public void A_share_of_a_product_beyond_decimals_range_is_computed() =>
        Assert.That(SaturatingDecimal.Share(Max, 3, 6), Is.EqualTo(Max / 2).Within(1));

    [Test]
    public void A_wide_sum_saturates_by_sign([Values(1, -1)] int sign)
    {
        var sum = default(SaturatingSum);
        sum.Add(sign * Max);
        sum.Add(sign * Max);

        Assert.That(sum.Value, Is.EqualTo(sign * Max));
    }

    [Test]
    public void Products_too_small_for_a_decimal_are_summed_exactly()
    {
        var sum = default(SaturatingSum);
        for (var i = 0; i < 100; i++)
            sum.AddProduct(0.000_000_000_000_001m, 0.000_000_000_000_001m);

        Assert.That(sum.Value, Is.EqualTo(0.000_000_000_000_000_000_000_000_000_1m));
    }
}
