namespace Nexus.Reactive;

/// <summary>
/// The values of <see cref="TradeSums"/> as integers scaled by a power of ten, if they fit 64 bits (128 bits for the notional). They take a third of the
/// memory.
/// </summary>
internal struct FixedPointSums
{
    /// <summary>The greatest power of ten that fits 64 bits.</summary>
    public const int MaxPower = 18;

    private static readonly long[] Powers =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000,
        100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    // Stored in two halves, because an Int128 is aligned to 16 bytes.
    private ulong _notionalLow;
    private long _notionalHigh;
    public long Volume;
    public long BuyVolume;
    public long Open;
    public long High;
    public long Low;
    public long Close;
    public int Count;
    public byte PriceScale;
    public byte VolumeScale;
    public byte NotionalScale;

    public Int128 Notional
    {
        readonly get => new((ulong)_notionalHigh, _notionalLow);
        set
        {
            _notionalLow = (ulong)value;
            _notionalHigh = (long)(value >> 64);
        }
    }

    /// <summary>Converts sums of positive prices and quantities. Returns false if they do not fit.</summary>
    public static bool TryFrom(in TradeSums sums, out FixedPointSums result)
    {
        result = new FixedPointSums { Count = sums.Count };
        if (!sums.Notional.TryGetTicks(out var notional, out result.NotionalScale) || !result.TrySetVolumes(sums))
            return false;

        result.Notional = notional;
        if (sums is not { Count: > 0, Open: { } open, High: { } high, Low: { } low, Close: { } close })
            return sums is { Count: 0, Open: null, High: null, Low: null, Close: null };

        DecimalParts a = new(open), b = new(high), c = new(low), d = new(close);
        var scale = Math.Max(Math.Max(a.Scale, b.Scale), Math.Max(c.Scale, d.Scale));
        result.PriceScale = (byte)scale;
        return TryScalePrice(a, scale, out result.Open)
            && TryScalePrice(b, scale, out result.High)
            && TryScalePrice(c, scale, out result.Low)
            && TryScalePrice(d, scale, out result.Close);
    }

    public readonly TradeSums ToSums() => new()
    {
        Notional = new(Notional, NotionalScale),
        BuyVolume = new(BuyVolume, VolumeScale),
        SellVolume = new(Volume - BuyVolume, VolumeScale),
        Count = Count,
        Open = ToPrice(Open),
        High = ToPrice(High),
        Low = ToPrice(Low),
        Close = ToPrice(Close),
    };

    /// <summary>Converts one of the prices back; returns null if there are no trades.</summary>
    public readonly decimal? ToPrice(long scaled) =>
        Count == 0 ? null : ExactRatio.Trim(DecimalParts.ToDecimal((UInt128)scaled, PriceScale, isNegative: false));

    /// <summary>Returns 10 to the given power, up to <see cref="MaxPower"/>.</summary>
    public static long Power(int power) => Powers[power];

    /// <summary>Multiplies by a power of ten. Returns false if the product does not fit 63 bits.</summary>
    public static bool TryScale(ulong value, int power, out long scaled)
    {
        scaled = 0;
        if (value == 0)
            return true;
        if ((uint)power >= (uint)Powers.Length)
            return false;
        var high = Math.BigMul(value, (ulong)Powers[power], out ulong low);
        scaled = (long)low;
        return high == 0 && scaled >= 0;
    }

    /// <summary>Returns whether all values have the same bits. Equal values with different scales have different bits.</summary>
    public readonly bool HasSameBits(in FixedPointSums other) =>
        Notional == other.Notional
        && Volume == other.Volume
        && BuyVolume == other.BuyVolume
        && Open == other.Open
        && High == other.High
        && Low == other.Low
        && Close == other.Close
        && Count == other.Count
        && PriceScale == other.PriceScale
        && VolumeScale == other.VolumeScale
        && NotionalScale == other.NotionalScale;

    private bool TrySetVolumes(in TradeSums sums)
    {
        if (!sums.BuyVolume.TryGetTicks(out var buy, out var buyScale) || !sums.SellVolume.TryGetTicks(out var sell, out var sellScale))
            return false;
        VolumeScale = Math.Max(buyScale, sellScale);
        if (buy != (long)buy
            || sell != (long)sell
            || !TryScale((ulong)buy, VolumeScale - buyScale, out BuyVolume)
            || !TryScale((ulong)sell, VolumeScale - sellScale, out var sellVolume)
            || sellVolume > long.MaxValue - BuyVolume)
            return false;
        Volume = BuyVolume + sellVolume;
        return true;
    }

    private static bool TryScalePrice(in DecimalParts price, int scale, out long scaled)
    {
        scaled = 0;
        return price.High == 0 && TryScale(price.Low, scale - price.Scale, out scaled);
    }
}
