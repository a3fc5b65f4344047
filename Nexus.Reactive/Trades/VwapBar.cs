using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The trades of one symbol in one window: their average price weighted by quantity, their sums and their range.</summary>
/// <remarks>
/// Sums are kept exact at any size. Reading one rounds once, beyond 28 digits; a sum beyond decimal's range throws <see cref="OverflowException"/>
/// when it is read, and only then. Prices are in the quote asset, quantities in the base asset. Equality is by value, on the exact sums.
/// </remarks>
public sealed partial record VwapBar : IHasSymbol
{
    private readonly TradeSums _sums;
    private readonly decimal? _givenVwap;
    private readonly bool _isVwapGiven;

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
    {
        Symbol = symbol;
        Start = start;
        End = end;
        _sums = sums;
        IsComplete = isComplete;
        HasGap = hasGap;
    }

    /// <summary>The symbol.</summary>
    public Symbol Symbol { get; init; }

    /// <summary>The window's start; by count, volume or notional its first trade's time.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>The window's end; by count, volume or notional its last trade's time.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>The average price weighted by quantity: <see cref="Notional"/> / <see cref="Volume"/>, divided when read; null when nothing was traded.</summary>
    public decimal? Vwap
    {
        get => _isVwapGiven ? _givenVwap : _sums.Volume.IsZero ? null : ExactSum.Divide(_sums.Notional, _sums.Volume);
        init
        {
            _isVwapGiven = false;
            _isVwapGiven = value != Vwap;
            _givenVwap = _isVwapGiven ? value : null;
        }
    }

    /// <summary>Σ quantity.</summary>
    public decimal Volume { get => _sums.Volume.ToDecimal(); init => _sums.Volume = new(value); }

    /// <summary>Σ price × quantity.</summary>
    public decimal Notional { get => _sums.Notional.ToDecimal(); init => _sums.Notional = new(value); }

    /// <summary>Σ quantity of the trades whose taker bought.</summary>
    public decimal BuyVolume { get => _sums.BuyVolume.ToDecimal(); init => _sums.BuyVolume = new(value); }

    /// <summary>Σ quantity of the trades whose taker sold.</summary>
    public decimal SellVolume { get => _sums.SellVolume.ToDecimal(); init => _sums.SellVolume = new(value); }

    /// <summary>How many trades.</summary>
    public int TradeCount { get => _sums.Count; init => _sums.Count = value; }

    /// <summary>The first trade's price; null without a trade.</summary>
    public decimal? Open { get => _sums.Open; init => _sums.Open = value; }

    /// <summary>The highest price; null without a trade.</summary>
    public decimal? High { get => _sums.High; init => _sums.High = value; }

    /// <summary>The lowest price; null without a trade.</summary>
    public decimal? Low { get => _sums.Low; init => _sums.Low = value; }

    /// <summary>The last trade's price; null without a trade.</summary>
    public decimal? Close { get => _sums.Close; init => _sums.Close = value; }

    /// <summary>Whether all of the window was seen: the stream did not begin, end or have a gap inside it, and its end has come.</summary>
    public bool IsComplete { get; init; }

    /// <summary>
    /// Whether a gap cut the window: some of what was not seen, from the <see cref="FeedGap"/> to the next message of its symbol, lies inside; by count,
    /// volume or notional, whether the gap came after its first trade and before its end.
    /// </summary>
    public bool HasGap { get; init; }

    /// <inheritdoc/>
    public bool Equals(VwapBar? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Symbol == other.Symbol
            && Start == other.Start
            && End == other.End
            && IsComplete == other.IsComplete
            && HasGap == other.HasGap
            && _isVwapGiven == other._isVwapGiven
            && _givenVwap == other._givenVwap
            && _sums.Equals(other._sums));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Symbol, Start, End, _sums);

    /// <summary>Symbol, window, trades and average price in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"VwapBar {Symbol} {Start:yyyy-MM-ddTHH:mm:ss.fffZ}/{End:yyyy-MM-ddTHH:mm:ss.fffZ} {TradeCount} trades, vwap {Vwap?.ToString(CultureInfo.InvariantCulture) ?? "-"}{(IsComplete ? "" : ", incomplete")}{(HasGap ? ", gap" : "")}");
}
