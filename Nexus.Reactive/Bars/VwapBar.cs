using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>The trades of one symbol in one window: their volume-weighted average price, their sums and their price range.</summary>
/// <remarks>
/// Sums are exact at any size. A property that reads a sum rounds it once if it has more than 28 digits, and throws <see cref="OverflowException"/> if it exceeds
/// the range of <see cref="decimal"/>. Prices are in the quote asset and quantities in the base asset. Bars are equal if all their values are equal.
/// </remarks>
public sealed partial record VwapBar : IHasSymbol
{
    // A sliding window creates a bar for each trade, so a bar is small: 120 bytes. With TradeSums in each bar, it takes 2.1 times as long.
    private readonly PackedTime _startAndIsComplete;
    private readonly PackedTime _endAndHasGap;
    private readonly FixedPointSums _sums;

    // Sums that do not fit into _sums; usually null.
    private readonly StrongBox<TradeSums>? _bigSums;

    /// <summary>Creates a bar without trades.</summary>
    public VwapBar()
    {
    }

    [SetsRequiredMembers]
    internal VwapBar(Symbol symbol, long start, long end, in TradeSums sums, bool isComplete, bool hasGap)
        : this(symbol, start, end, default(FixedPointSums), isComplete, hasGap) => Sums = sums;

    [SetsRequiredMembers]
    internal VwapBar(Symbol symbol, long start, long end, in FixedPointSums sums, bool isComplete, bool hasGap)
    {
        Symbol = symbol;
        _startAndIsComplete = new PackedTime(start, isComplete);
        _endAndHasGap = new PackedTime(end, hasGap);
        _sums = sums;
    }

    /// <summary>The symbol.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The start of the window in UTC. For a window by count, volume or notional, the time of its first trade.</summary>
    public required DateTimeOffset Start
    {
        get => new(_startAndIsComplete.Ticks, TimeSpan.Zero);
        init => _startAndIsComplete = new PackedTime(value.UtcTicks, IsComplete);
    }

    /// <summary>The end of the window in UTC. For a window by count, volume or notional, the time of its last trade.</summary>
    public required DateTimeOffset End
    {
        get => new(_endAndHasGap.Ticks, TimeSpan.Zero);
        init => _endAndHasGap = new PackedTime(value.UtcTicks, HasGap);
    }

    /// <summary>The volume-weighted average price: <see cref="Notional"/> / <see cref="Volume"/>, divided when read; null if no quantity was traded.</summary>
    public decimal? Vwap
    {
        get
        {
            var volume = VolumeSum;
            return volume.IsZero ? null : ExactSum.Divide(NotionalSum, volume);
        }
    }

    /// <summary>Σ quantity: <see cref="BuyVolume"/> + <see cref="SellVolume"/>.</summary>
    public decimal Volume => VolumeSum.ToDecimal();

    /// <summary>Σ price × quantity, 0 or more.</summary>
    public decimal Notional { get => NotionalSum.ToDecimal(); init => Sums = Sums with { Notional = new(NotNegative(value)) }; }

    /// <summary>Σ quantity of the trades whose taker was the buyer, 0 or more.</summary>
    public decimal BuyVolume { get => (_bigSums?.Value.BuyVolume ?? new(_sums.BuyVolume, _sums.VolumeScale)).ToDecimal(); init => Sums = Sums with { BuyVolume = new(NotNegative(value)) }; }

    /// <summary>Σ quantity of the trades whose taker was the seller, 0 or more.</summary>
    public decimal SellVolume { get => (_bigSums?.Value.SellVolume ?? new(_sums.Volume - _sums.BuyVolume, _sums.VolumeScale)).ToDecimal(); init => Sums = Sums with { SellVolume = new(NotNegative(value)) }; }

    /// <summary>The volume delta: <see cref="BuyVolume"/> − <see cref="SellVolume"/>.</summary>
    public decimal Delta
    {
        get
        {
            var sums = Sums;
            sums.BuyVolume.Subtract(sums.SellVolume);
            return sums.BuyVolume.ToDecimal();
        }
    }

    /// <summary>The number of trades, 0 or more.</summary>
    public int TradeCount { get => _bigSums?.Value.Count ?? _sums.Count; init => Sums = Sums with { Count = (int)NotNegative(value) }; }

    /// <summary>The price of the first trade, above 0; null without trades.</summary>
    public decimal? Open { get => _bigSums is { } big ? big.Value.Open : _sums.ToPrice(_sums.Open); init => Sums = Sums with { Open = Positive(value) }; }

    /// <summary>The highest price, above 0; null without trades.</summary>
    public decimal? High { get => _bigSums is { } big ? big.Value.High : _sums.ToPrice(_sums.High); init => Sums = Sums with { High = Positive(value) }; }

    /// <summary>The lowest price, above 0; null without trades.</summary>
    public decimal? Low { get => _bigSums is { } big ? big.Value.Low : _sums.ToPrice(_sums.Low); init => Sums = Sums with { Low = Positive(value) }; }

    /// <summary>The price of the last trade, above 0; null without trades.</summary>
    public decimal? Close { get => _bigSums is { } big ? big.Value.Close : _sums.ToPrice(_sums.Close); init => Sums = Sums with { Close = Positive(value) }; }

    /// <summary>
    /// True if the whole window was received. False for a running bar, if the symbol's stream began, ended or was cut inside the window, and if the
    /// clock jumped or restarted inside it.
    /// </summary>
    public bool IsComplete { get => _startAndIsComplete.Flag; init => _startAndIsComplete = new PackedTime(_startAndIsComplete.Ticks, value); }

    /// <summary>
    /// True if the symbol's stream was cut inside the window, from its <see cref="FeedGap"/> to its next book or trade or the first timestamp
    /// after its <see cref="FeedResumed"/>, or if the clock jumped or restarted inside it.
    /// </summary>
    public bool HasGap { get => _endAndHasGap.Flag; init => _endAndHasGap = new PackedTime(_endAndHasGap.Ticks, value); }

    /// <inheritdoc/>
    public bool Equals(VwapBar? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Symbol == other.Symbol
            && _startAndIsComplete == other._startAndIsComplete
            && _endAndHasGap == other._endAndHasGap
            && ((_bigSums is null && other._bigSums is null && _sums.HasSameBits(other._sums)) || Sums.Equals(other.Sums)));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Symbol, Start, End, Sums);

    /// <summary>Returns the symbol, the window, the number of trades and the average price in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"VwapBar {Symbol} {Start:yyyy-MM-ddTHH:mm:ss.fffZ}/{End:yyyy-MM-ddTHH:mm:ss.fffZ} {TradeCount} trades, vwap {Vwap?.ToString(CultureInfo.InvariantCulture) ?? "-"}{(IsComplete ? "" : ", incomplete")}{(HasGap ? ", gap" : "")}");

    private TradeSums Sums
    {
        get => _bigSums?.Value ?? _sums.ToSums();
        init => _bigSums = FixedPointSums.TryFrom(value, out _sums) ? null : new(value);
    }

    private ExactSum VolumeSum => _bigSums is { } big ? big.Value.Volume : new(_sums.Volume, _sums.VolumeScale);

    private ExactSum NotionalSum => _bigSums?.Value.Notional ?? new(_sums.Notional, _sums.NotionalScale);

    private static decimal NotNegative(decimal value, [CallerMemberName] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        return value;
    }

    private static decimal? Positive(decimal? value, [CallerMemberName] string name = "")
    {
        if (value is { } price)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(price, name);
        return value;
    }
}
