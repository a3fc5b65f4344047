namespace Nexus.Reactive;

/// <summary>A number of 0 or more in 8 bytes, if it has at most 59 bits without its decimal point, as nearly every number of an order does; or no number.</summary>
internal readonly struct CompactDecimal
{
    private const int ScaleBits = 5;
    private const ulong TooWide = ulong.MaxValue;

    private readonly ulong _bits;

    private CompactDecimal(ulong bits) => _bits = bits;

    /// <summary>The absence of a number.</summary>
    public static CompactDecimal None => new(TooWide - 1);

    public bool IsNone => _bits == TooWide - 1;

    /// <summary>Whether the number does not fit and is stored elsewhere.</summary>
    public bool IsTooWide => _bits == TooWide;

    /// <summary>The number. It must be one that fits.</summary>
    public decimal Value
    {
        get
        {
            var mantissa = _bits >> ScaleBits;
            return new((int)mantissa, (int)(mantissa >> 32), 0, isNegative: false, (byte)(_bits & ((1 << ScaleBits) - 1)));
        }
    }

    /// <summary>Creates a number that is 0 without decimal places if it is 0, and <see cref="IsTooWide"/> if it does not fit.</summary>
    public static CompactDecimal Create(decimal value)
    {
        var parts = new DecimalParts(value);
        if (parts.High != 0 || parts.Low >> (64 - ScaleBits) != 0)
            return new(TooWide);
        if (parts.Low == 0)
            return default;
        return new(parts.IsNegative ? TooWide : (parts.Low << ScaleBits) | (uint)parts.Scale);
    }

    /// <summary>Returns whether both are the same number with the same decimal places, and neither is stored elsewhere.</summary>
    public bool HasSameBits(CompactDecimal other) => _bits == other._bits && !IsTooWide;
}
