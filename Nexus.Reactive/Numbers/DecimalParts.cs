using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>A decimal taken apart: ±mantissa / 10^scale.</summary>
internal readonly struct DecimalParts
{
    public const int MaxScale = 28;

    private readonly int _flags;

    public DecimalParts(decimal value)
    {
        // As GetBits gives it, flags first, but without a way through memory; a test compares the two.
        var bits = Unsafe.BitCast<decimal, UInt128>(value);
        Low = (ulong)(bits >> 64);
        High = (uint)(ulong)(bits >> 32);
        _flags = (int)(ulong)bits;
    }

    public static UInt128 MaxMantissa => new(uint.MaxValue, ulong.MaxValue);

    /// <summary>The mantissa's lower 64 bits; nearly always there is no more.</summary>
    public ulong Low { get; }

    public uint High { get; }

    public UInt128 Mantissa => new(High, Low);

    public int Scale => (_flags >> 16) & 0xFF;

    public bool IsNegative => _flags < 0;

    public static decimal ToDecimal(UInt128 mantissa, int scale, bool isNegative) =>
        new((int)mantissa, (int)(mantissa >> 32), (int)(mantissa >> 64), isNegative, (byte)scale);
}
