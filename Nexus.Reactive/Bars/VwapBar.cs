using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The trades of one symbol in one window: their average price weighted by quantity, their sums and their range.</summary>
/// <remarks>
/// Sums are kept exact at any size. Reading one rounds once, beyond 28 digits; a sum beyond decimal's range throws <see cref="OverflowException"/>
/// when it is read, and only then. Prices are in the quote asset, quantities in the base asset. Equality is by value, on the exact sums.
/// </remarks>
public sealed partial record VwapBar : IHasSymbol
{
    // One is published for each trade, so it is kept small: 120 bytes.
    private readonly PackedTime _startAndIsComplete;
    private readonly PackedTime _endAndHasGap;
    private readonly FixedPointSums _ticks;
    private readonly Rare? _rare;

    /// <summary>A bar of the given values.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="start">The window's start.</param>
    /// <param name="end">The window's end.</param>
    /// <param name="vwap">The average price; kept as given.</param>
    /// <param name="volume">Σ quantity.</param>
    /// <param name="notional">Σ price × quantity.</param>
    /// <param name="buyVolume">Σ quantity of the trades whose taker bought.</param>
    /// <param name="sellVolume">Σ quantity of the trades whose taker sold.</param>
    /// <param name="tradeCount">How many trades.</param>
    /// <param name="open">The first trade's price.</param>
    /// <param name="high">The highest price.</param>
    /// <param name="low">The lowest price.</param>
    /// <param name="close">The last trade's price.</param>
    /// <param name="isComplete">Whether all of the window was seen.</param>
    /// <param name="hasGap">Whether a gap cut the window.</param>
    public VwapBar(
        Symbol symbol,
        DateTimeOffset start,
        DateTimeOffset end,
        decimal? vwap,
        decimal volume,
        decimal notional,
        decimal buyVolume,
        decimal sellVolume,
        int tradeCount,
        decimal? open,
        decimal? high,
        decimal? low,
        decimal? close,
        bool isComplete,
        bool hasGap)
        : this(
            symbol,
            start,
            end,
            new TradeSums
            {
                Volume = new(volume),
                Notional = new(notional),
                BuyVolume = new(buyVolume),
                SellVolume = new(sellVolume),
                Count = tradeCount,
                Open = open,
                High = high,
                Low = low,
                Close = close,
            },
            isComplete,
            hasGap) => Vwap = vwap;

    internal VwapBar(Symbol symbol, DateTimeOffset start, DateTimeOffset end, in TradeSums sums, bool isComplete, bool hasGap)
        : this(symbol, start.UtcTicks, end.UtcTicks, default(FixedPointSums), isComplete, hasGap)
    {
        if (FixedPointSums.TryFrom(sums, out var ticks))
            _ticks = ticks;
        else
            _rare = new Rare { Sums = new(sums) };
        StartOffset = start.Offset;
        EndOffset = end.Offset;
    }

    internal VwapBar(Symbol symbol, long start, long end, in FixedPointSums ticks, bool isComplete, bool hasGap)
    {
        Symbol = symbol;
        _startAndIsComplete = new PackedTime(start, isComplete);
        _endAndHasGap = new PackedTime(end, hasGap);
        _ticks = ticks;
    }

    /// <summary>The symbol.</summary>
    public Symbol Symbol { get; init; }

    /// <summary>The window's start; by count, volume or notional its first trade's time.</summary>
    public DateTimeOffset Start
    {
        get => ToTime(_startAndIsComplete, StartOffset);
        init
        {
            _startAndIsComplete = new PackedTime(value.UtcTicks, IsComplete);
            StartOffset = value.Offset;
        }
    }

    /// <summary>The window's end; by count, volume or notional its last trade's time.</summary>
    public DateTimeOffset End
    {
        get => ToTime(_endAndHasGap, EndOffset);
        init
        {
            _endAndHasGap = new PackedTime(value.UtcTicks, HasGap);
            EndOffset = value.Offset;
        }
    }

    /// <summary>The average price weighted by quantity: <see cref="Notional"/> / <see cref="Volume"/>, divided when read; null when nothing was traded.</summary>
    public decimal? Vwap
    {
        get => _rare?.Vwap is { } given ? given.Value : VolumeSum.IsZero ? null : ExactSum.Divide(NotionalSum, VolumeSum);
        init
        {
            if (_rare is { Vwap: not null } rare)
                _rare = rare with { Vwap = null };
            if (value != Vwap)
                _rare = OrNew(_rare) with { Vwap = new(value) };
        }
    }

    /// <summary>Σ quantity.</summary>
    public decimal Volume { get => VolumeSum.ToDecimal(); init => Sums = Sums with { Volume = new(value) }; }

    /// <summary>Σ price × quantity.</summary>
    public decimal Notional { get => NotionalSum.ToDecimal(); init => Sums = Sums with { Notional = new(value) }; }

    /// <summary>Σ quantity of the trades whose taker bought.</summary>
    public decimal BuyVolume { get => BuyVolumeSum.ToDecimal(); init => Sums = Sums with { BuyVolume = new(value) }; }

    /// <summary>Σ quantity of the trades whose taker sold.</summary>
    public decimal SellVolume { get => SellVolumeSum.ToDecimal(); init => Sums = Sums with { SellVolume = new(value) }; }

    /// <summary>How many trades.</summary>
    public int TradeCount { get => _rare?.Sums?.Value.Count ?? _ticks.Count; init => Sums = Sums with { Count = value }; }

    /// <summary>The first trade's price; null without a trade.</summary>
    public decimal? Open { get => _rare?.Sums is { } sums ? sums.Value.Open : _ticks.Price(_ticks.Open); init => Sums = Sums with { Open = value }; }

    /// <summary>The highest price; null without a trade.</summary>
    public decimal? High { get => _rare?.Sums is { } sums ? sums.Value.High : _ticks.Price(_ticks.High); init => Sums = Sums with { High = value }; }

    /// <summary>The lowest price; null without a trade.</summary>
    public decimal? Low { get => _rare?.Sums is { } sums ? sums.Value.Low : _ticks.Price(_ticks.Low); init => Sums = Sums with { Low = value }; }

    /// <summary>The last trade's price; null without a trade.</summary>
    public decimal? Close { get => _rare?.Sums is { } sums ? sums.Value.Close : _ticks.Price(_ticks.Close); init => Sums = Sums with { Close = value }; }

    /// <summary>Whether all of the window was seen: the stream did not begin, end or have a gap inside it, and its end has come.</summary>
    public bool IsComplete { get => _startAndIsComplete.Flag; init => _startAndIsComplete = new PackedTime(_startAndIsComplete.Ticks, value); }

    /// <summary>
    /// Whether a gap cut the window: some of what was not seen, from the <see cref="FeedGap"/> to the next message of its symbol, lies inside; by count,
    /// volume or notional, whether the gap came after its first trade and before its end.
    /// </summary>
    public bool HasGap { get => _endAndHasGap.Flag; init => _endAndHasGap = new PackedTime(_endAndHasGap.Ticks, value); }

    /// <inheritdoc/>
    public bool Equals(VwapBar? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Symbol == other.Symbol
            && Start == other.Start
            && End == other.End
            && IsComplete == other.IsComplete
            && HasGap == other.HasGap
            && _rare?.Vwap == other._rare?.Vwap
            && ((_rare?.Sums is null && other._rare?.Sums is null && _ticks.Equals(other._ticks)) || Sums.Equals(other.Sums)));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Symbol, Start, End, Sums);

    /// <summary>Symbol, window, trades and average price in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"VwapBar {Symbol} {Start:yyyy-MM-ddTHH:mm:ss.fffZ}/{End:yyyy-MM-ddTHH:mm:ss.fffZ} {TradeCount} trades, vwap {Vwap?.ToString(CultureInfo.InvariantCulture) ?? "-"}{(IsComplete ? "" : ", incomplete")}{(HasGap ? ", gap" : "")}");

    private TradeSums Sums { get => _rare?.Sums?.Value ?? _ticks.ToSums(); init => _rare = OrNew(_rare) with { Sums = new(value) }; }

    private TimeSpan StartOffset
    {
        get => _rare?.StartOffset ?? TimeSpan.Zero;
        init
        {
            if (value != StartOffset)
                _rare = OrNew(_rare) with { StartOffset = value };
        }
    }

    private TimeSpan EndOffset
    {
        get => _rare?.EndOffset ?? TimeSpan.Zero;
        init
        {
            if (value != EndOffset)
                _rare = OrNew(_rare) with { EndOffset = value };
        }
    }

    private ExactSum VolumeSum => _rare?.Sums?.Value.Volume ?? new(_ticks.Volume, _ticks.VolumeScale);

    private ExactSum NotionalSum => _rare?.Sums?.Value.Notional ?? new(_ticks.Notional, _ticks.NotionalScale);

    private ExactSum BuyVolumeSum => _rare?.Sums?.Value.BuyVolume ?? new(_ticks.BuyVolume, _ticks.VolumeScale);

    private ExactSum SellVolumeSum => _rare?.Sums?.Value.SellVolume ?? new(_ticks.SellVolume, _ticks.VolumeScale);

    private static DateTimeOffset ToTime(PackedTime time, TimeSpan offset) => new(time.Ticks + offset.Ticks, offset);

    private static Rare OrNew(Rare? rare) => rare ?? new();

    /// <summary>What few bars have: sums that ticks do not hold, a price that does not follow from them, times that were not given in UTC.</summary>
    private sealed record Rare
    {
        public WideSums? Sums { get; init; }

        public GivenVwap? Vwap { get; init; }

        public TimeSpan StartOffset { get; init; }

        public TimeSpan EndOffset { get; init; }
    }

    private sealed record WideSums(TradeSums Value);

    private sealed record GivenVwap(decimal? Value);
}
