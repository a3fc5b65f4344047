namespace Nexus.Reactive;

/// <summary>A decimal taken apart: ±mantissa / 10^scale.</summary>
internal readonly struct DecimalParts
{
    public const int MaxScale = 28;

    public DecimalParts(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        Mantissa = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        Scale = value.Scale;
        IsNegative = bits[3] < 0;
    }

    public static UInt128 MaxMantissa => new(uint.MaxValue, ulong.MaxValue);

    public UInt128 Mantissa { get; }

    public int Scale { get; }

    public bool IsNegative { get; }

    public static decimal ToDecimal(UInt128 mantissa, int scale, bool isNegative) =>
        new((int)mantissa, (int)(mantissa >> 32), (int)(mantissa >> 64), isNegative, (byte)scale);
}
