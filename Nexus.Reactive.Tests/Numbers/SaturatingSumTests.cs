using System.Numerics;
using CsCheck;

namespace Nexus.Reactive.Tests.Numbers;

/// <summary>Compares sums of amounts with big integers.</summary>
public sealed class SaturatingSumTests
{
    private static readonly Gen<decimal> AnyDecimal =
        Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Bool, Gen.Byte[0, 28], static (lo, mid, hi, minus, scale) => new decimal(lo, mid, hi, minus, scale));

    private static readonly Gen<decimal> Ordinary =
        Gen.Select(Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Gen.Byte[0, 8], static (units, scale) => new decimal((int)units, (int)(units >> 32) & 0xFF, 0, units < 0, scale));

    [Test]
    public void A_saturating_sum_is_exact_and_rounds_once_when_read() =>
        Gen.Select(Gen.OneOf(AnyDecimal, Ordinary), Gen.OneOf(AnyDecimal, Ordinary), Gen.Bool).List[1, 20].Sample(static steps =>
        {
            var sum = default(SaturatingSum);
            var units = BigInteger.Zero;
            foreach (var (left, right, isProduct) in steps)
            {
                if (isProduct)
                    sum.AddProduct(left, right);
                else
                    sum.Add(left);
                units += Units(left, 28) * (isProduct ? Units(right, 28) : BigInteger.Pow(10, 28));
            }

            var difference = BigInteger.Abs(units - (Units(sum.Value, 28) * BigInteger.Pow(10, 28)));
            var limit = Units(decimal.MaxValue, 28) * BigInteger.Pow(10, 28);
            if (BigInteger.Abs(units) >= limit)
                return Math.Abs(sum.Value) == decimal.MaxValue;
            return difference <= BigInteger.Pow(10, 56 - sum.Value.Scale) / 2;
        });

    [Test]
    public void Ordinary_amounts_are_stored_as_decimal_and_allocate_nothing()
    {
        var sum = default(SaturatingSum);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            sum.Add(0.000_000_01m * i);
            sum.AddProduct(61_837.630m, 0.002_099m);
            sum.AddProduct(0, 0.5m);
            sum.AddProduct(0.5m, -0.5m);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static BigInteger Units(decimal value, int scale)
    {
        var bits = decimal.GetBits(value);
        var mantissa = new BigInteger(new decimal(bits[0], bits[1], bits[2], value < 0, 0));
        return mantissa * BigInteger.Pow(10, scale - value.Scale);
    }
}
