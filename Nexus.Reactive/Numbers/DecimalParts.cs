using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>The parts of a decimal: ±mantissa / 10^scale.</summary>
internal readonly struct DecimalParts
{
    public const int MaxScale = 28;

    private readonly int _flags;

    public DecimalParts(decimal value)
    {
        // A decimal is two 64-bit words, flags first. GetBits returns the same words but writes them to memory; a test compares both.
        ref var words = ref Unsafe.As<decimal, ulong>(ref value);
        Low = Unsafe.Add(ref words, 1);
        High = (uint)(words >> 32);
        _flags = (int)words;
    }

    public static UInt128 MaxMantissa => new(uint.MaxValue, ulong.MaxValue);

    /// <summary>The mantissa's lower 64 bits, which nearly always contain the whole mantissa.</summary>
    public ulong Low { get; }

    public uint High { get; }

    public UInt128 Mantissa => new(High, Low);

    public int Scale => (_flags >> 16) & 0xFF;

    public bool IsNegative => _flags < 0;

    public bool IsZero => (Low | High) == 0;

    /// <summary>Returns whether both are the same number with the same decimal places.</summary>
    public bool HasSameBits(in DecimalParts other) => Low == other.Low && High == other.High && _flags == other._flags;

    public static decimal ToDecimal(UInt128 mantissa, int scale, bool isNegative) =>
        new((int)mantissa, (int)(mantissa >> 32), (int)(mantissa >> 64), isNegative, (byte)scale);
}
