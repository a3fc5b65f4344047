using System.Numerics;
using CsCheck;

namespace Nexus.Reactive.Tests.Numbers;

/// <summary>Compares sums with sums of big integers.</summary>
public sealed class ExactSumTests
{
    private static readonly BigInteger One = BigInteger.Pow(10, 28);

    private static readonly Gen<(decimal Price, decimal Quantity, bool Leaves)[]> Steps =
        Gen.Select(BigModel.Number, BigModel.Number, Gen.Bool).Array[0, 30];

    [Test]
    public void A_sum_of_products_is_exact_after_any_additions_and_removals() => Steps.Sample(steps =>
    {
        var sum = default(ExactSum);
        var model = BigInteger.Zero;
        foreach (var (price, quantity, leaves) in steps)
        {
            if (leaves)
                sum.SubtractProduct(price, quantity);
            else
                sum.AddProduct(price, quantity);
            model += BigModel.Units(price) * BigModel.Units(quantity) * (leaves ? -1 : 1);
        }

        return Read(sum) == BigModel.Nearest(model, One * One);
    });

    [Test]
    public void Sums_are_equal_only_if_they_have_the_same_parts_in_any_order() => Steps.Sample(steps =>
    {
        ExactSum forth = default, back = default;
        foreach (var (price, quantity, _) in steps)
            forth.AddProduct(price, quantity);
        foreach (var (price, quantity, _) in steps.Reverse())
            back.AddProduct(price, quantity);
        var more = back;
        more.AddProduct(1e-28m, 1e-28m);

        return forth.Equals(back) && forth.GetHashCode() == back.GetHashCode() && !forth.Equals(more) && more.IsAtLeast(forth) && !forth.IsAtLeast(more);
    });

    [Test]
    public void Equal_sums_at_unequal_scales_have_the_same_hash()
    {
        ExactSum fine = default, coarse = default;
        fine.AddProduct(0.000000001m, 1.0000000000000000000000m);
        coarse.AddProduct(0.000000001m, 1);

        Assert.That(fine, Is.EqualTo(coarse));
        Assert.That(fine.GetHashCode(), Is.EqualTo(coarse.GetHashCode()));
    }

    [Test]
    public void Equal_sums_have_equal_hashes_regardless_of_scale_and_size()
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

    [Test]
    public void A_wide_sum_becomes_narrow_again_when_its_parts_are_removed()
    {
        var sum = new ExactSum(5);
        var narrow = sum;
        sum.AddProduct(decimal.MaxValue, decimal.MaxValue);
        sum.AddProduct(1e-28m, 1e-28m);
        Assert.That(() => sum.ToDecimal(), Throws.TypeOf<OverflowException>());

        sum.SubtractProduct(decimal.MaxValue, decimal.MaxValue);
        sum.SubtractProduct(1e-28m, 1e-28m);

        Assert.That(sum.Equals(narrow), Is.True);
        Assert.That(sum.ToDecimal(), Is.EqualTo(5));
    }

    [Test]
    public void A_quotient_is_rounded_once() => Gen.Select(BigModel.Number, BigModel.Number, BigModel.Number).Sample((a, b, c) =>
    {
        ExactSum dividend = default, divisor = new(c);
        dividend.AddProduct(a, b);
        return Read(() => ExactSum.Divide(dividend, divisor)) == BigModel.Nearest(BigModel.Units(a) * BigModel.Units(b), BigModel.Units(c) * One);
    });

    [Test]
    public void Values_have_no_trailing_zeros() => Gen.Select(BigModel.Number, BigModel.Number).Sample((a, b) =>
    {
        var sum = default(ExactSum);
        sum.AddProduct(a, b);
        return Read(sum) is not { } value || value.Scale == 0 || value != decimal.Round(value, value.Scale - 1);
    });

    [Test]
    public void After_ten_million_adds_and_removes_a_sum_equals_a_fresh_computation()
    {
        const int Count = 5_000_000, Inside = 1000, Different = 4093;
        var prices = Enumerable.Range(0, Different).Select(i => 61_837_000 + i * 7919 % 100_000 / 100m).ToArray();
        var quantities = Enumerable.Range(0, Different).Select(i => (i * 31 % 99_991 + 1) * 0.00000001m + i % 1000 * 1_000_000).ToArray();
        var sum = default(ExactSum);
        for (var i = 0; i < Count; i++)
        {
            sum.AddProduct(prices[i % Different], quantities[i % Different]);
            if (i >= Inside)
                sum.SubtractProduct(prices[(i - Inside) % Different], quantities[(i - Inside) % Different]);
        }

        var fresh = default(ExactSum);
        var model = BigInteger.Zero;
        for (var i = Count - Inside; i < Count; i++)
        {
            fresh.AddProduct(prices[i % Different], quantities[i % Different]);
            model += BigModel.Units(prices[i % Different]) * BigModel.Units(quantities[i % Different]);
        }

        Assert.That(sum.Equals(fresh), Is.True);
        Assert.That(sum.ToDecimal(), Is.EqualTo(BigModel.Nearest(model, One * One)));
    }

    private static decimal? Read(ExactSum sum) => Read(() => sum.ToDecimal());

    private static decimal? Read(Func<decimal> read)
    {
        try
        {
            return read();
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
