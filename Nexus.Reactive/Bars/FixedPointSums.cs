namespace Nexus.Reactive;

/// <summary>What a bar knows of its trades where that fits: whole ticks of powers of ten in 64 bits, and in 128 for the notional. A third of <see cref="TradeSums"/>.</summary>
internal struct FixedPointSums : IEquatable<FixedPointSums>
{
    /// <summary>The greatest power of ten that 64 bits hold.</summary>
    public const int MaxPower = 18;

    // In the program's own data: no array to look up.
    private static readonly long[] Powers =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000,
        100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    // In halves: an Int128 would be aligned to 16 bytes.
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

    public readonly Int128 SellVolume => (Int128)Volume - BuyVolume;

    /// <summary>The sums, if they are those of some trades that fit.</summary>
    public static bool TryFrom(in TradeSums sums, out FixedPointSums ticks)
    {
        ticks = new FixedPointSums { Count = sums.Count };
        if (!sums.Notional.TryGetTicks(out var notional, out ticks.NotionalScale)
            || !sums.Volume.TryGetTicks(out var volume, out ticks.VolumeScale)
            || !TryRescale(sums.BuyVolume, ticks.VolumeScale, out var buy)
            || !TryRescale(sums.SellVolume, ticks.VolumeScale, out var sell)
            || volume != buy + sell
            || volume != (long)volume
            || buy != (long)buy)
            return false;

        ticks.Notional = notional;
        ticks.Volume = (long)volume;
        ticks.BuyVolume = (long)buy;
        if (sums is not { Count: > 0, Open: { } open, High: { } high, Low: { } low, Close: { } close })
            return sums is { Count: 0, Open: null, High: null, Low: null, Close: null };

        DecimalParts a = new(open), b = new(high), c = new(low), d = new(close);
        ticks.PriceScale = (byte)Math.Max(Math.Max(a.Scale, b.Scale), Math.Max(c.Scale, d.Scale));
        return TryPrice(a, ticks.PriceScale, out ticks.Open)
            && TryPrice(b, ticks.PriceScale, out ticks.High)
            && TryPrice(c, ticks.PriceScale, out ticks.Low)
            && TryPrice(d, ticks.PriceScale, out ticks.Close);
    }

    public readonly TradeSums ToSums() => new()
    {
        Notional = new(Notional, NotionalScale),
        Volume = new(Volume, VolumeScale),
        BuyVolume = new(BuyVolume, VolumeScale),
        SellVolume = new(SellVolume, VolumeScale),
        Count = Count,
        Open = Price(Open),
        High = Price(High),
        Low = Price(Low),
        Close = Price(Close),
    };

    /// <summary>One of the prices; null without a trade.</summary>
    public readonly decimal? Price(long ticks) =>
        Count == 0 ? null : ExactRatio.Trim(DecimalParts.ToDecimal((UInt128)ticks, PriceScale, isNegative: false));

    /// <summary>10 to that power; up to <see cref="MaxPower"/>.</summary>
    public static long Power(int power) => Powers[power];

    /// <summary>The product with a power of ten, where it fits.</summary>
    public static bool TryScale(ulong value, int power, out long ticks)
    {
        ticks = 0;
        if (value == 0)
            return true;
        if ((uint)power >= (uint)Powers.Length)
            return false;
        var high = Math.BigMul(value, (ulong)Powers[power], out ulong low);
        ticks = (long)low;
        return high == 0 && ticks >= 0;
    }

    // To the bit: the same numbers at other scales are not found here.
    public readonly bool Equals(FixedPointSums other) =>
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

    public override readonly bool Equals(object? obj) => obj is FixedPointSums other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Count, Volume, Notional);

    private static bool TryRescale(in ExactSum sum, int scale, out Int128 ticks)
    {
        if (!sum.TryGetTicks(out ticks, out var own))
            return false;
        if (own > scale || ticks != (long)ticks || scale - own >= Powers.Length)
            return ticks == 0;
        ticks *= Powers[scale - own];
        return true;
    }

    private static bool TryPrice(in DecimalParts parts, int scale, out long ticks)
    {
        ticks = 0;
        return parts.High == 0 && !parts.IsNegative && TryScale(parts.Low, scale - parts.Scale, out ticks);
    }
}
