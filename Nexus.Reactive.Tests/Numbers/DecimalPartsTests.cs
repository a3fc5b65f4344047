using CsCheck;

namespace Nexus.Reactive.Tests.Numbers;

/// <summary>Compares a decimal's parts with those of the framework.</summary>
public sealed class DecimalPartsTests
{
    [Test]
    public void The_parts_agree_with_GetBits() => Gen.Decimal.Sample(value =>
    {
        var parts = new DecimalParts(value);
        var bits = decimal.GetBits(value);
        return parts.Low == (((ulong)(uint)bits[1] << 32) | (uint)bits[0])
            && parts.High == (uint)bits[2]
            && parts.Scale == value.Scale
            && parts.IsNegative == decimal.IsNegative(value)
            && DecimalParts.ToDecimal(parts.Mantissa, parts.Scale, parts.IsNegative) == value;
    });
}
