namespace Nexus.Reactive;

/// <summary>The sums of a sliding window: a trade is added once and taken out once, exactly.</summary>
internal sealed class SlidingSums : ISlidingAggregate<VwapBar>
{
    private readonly Ring<Tick> _ticks = new();

    // The numbers of those ticks that no later one in the window reaches: the first is the highest (lowest) of all.
    private readonly Ring<long> _highs = new();
    private readonly Ring<long> _lows = new();
    private long _oldest;
    private ExactSum _volume;
    private ExactSum _notional;
    private ExactSum _buyVolume;
    private ExactSum _sellVolume;

    public int Count => _ticks.Count;

    public long OldestTime => _ticks[0].Time;

    public void Add(long time, Trade trade)
    {
        _volume.Add(trade.Quantity);
        _notional.AddProduct(trade.Price, trade.Quantity);
        VolumeOf(trade.Side).Add(trade.Quantity);

        while (_highs.Count > 0 && PriceOf(_highs[_highs.Count - 1]) <= trade.Price)
            _highs.RemoveLast();
        while (_lows.Count > 0 && PriceOf(_lows[_lows.Count - 1]) >= trade.Price)
            _lows.RemoveLast();
        _highs.Add(_oldest + _ticks.Count);
        _lows.Add(_oldest + _ticks.Count);
        _ticks.Add(new Tick(time, trade));
    }

    public void RemoveOldest()
    {
        var tick = _ticks[0];
        _volume.Subtract(tick.Quantity);
        _notional.SubtractProduct(tick.Price, tick.Quantity);
        VolumeOf(tick.Side).Subtract(tick.Quantity);

        if (_highs[0] == _oldest)
            _highs.RemoveFirst();
        if (_lows[0] == _oldest)
            _lows.RemoveFirst();
        _ticks.RemoveFirst();
        _oldest++;
    }

    public VwapBar ToResult(Symbol symbol, DateTimeOffset start, DateTimeOffset end, bool isComplete, bool hasGap)
    {
        var sums = new TradeSums { Volume = _volume, Notional = _notional, BuyVolume = _buyVolume, SellVolume = _sellVolume, Count = Count };
        if (Count > 0)
        {
            sums.Open = _ticks[0].Price;
            sums.High = PriceOf(_highs[0]);
            sums.Low = PriceOf(_lows[0]);
            sums.Close = _ticks[Count - 1].Price;
        }

        return new VwapBar(symbol, start, end, sums, isComplete, hasGap);
    }

    private ref ExactSum VolumeOf(Side side) => ref side == Side.Buy ? ref _buyVolume : ref _sellVolume;

    private decimal PriceOf(long number) => _ticks[(int)(number - _oldest)].Price;

    /// <summary>All that is kept of a trade: 40 bytes.</summary>
    private readonly struct Tick(long time, Trade trade)
    {
        private readonly long _timeAndSide = (time << 1) | (trade.Side == Side.Sell ? 1L : 0);

        public decimal Price { get; } = trade.Price;

        public decimal Quantity { get; } = trade.Quantity;

        public long Time => _timeAndSide >> 1;

        public Side Side => (_timeAndSide & 1) == 0 ? Side.Buy : Side.Sell;
    }
}
