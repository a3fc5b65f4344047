namespace Nexus.Reactive;

/// <summary>The same as <see cref="SlidingSums"/> for numbers of any size.</summary>
internal sealed class WideSlidingSums
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

    public void Add(long time, decimal price, decimal quantity, Side side)
    {
        _volume.Add(quantity);
        _notional.AddProduct(price, quantity);
        VolumeOf(side).Add(quantity);

        while (_highs.Count > 0 && PriceOf(_highs[_highs.Count - 1]) <= price)
            _highs.RemoveLast();
        while (_lows.Count > 0 && PriceOf(_lows[_lows.Count - 1]) >= price)
            _lows.RemoveLast();
        _highs.Add(_oldest + _ticks.Count);
        _lows.Add(_oldest + _ticks.Count);
        _ticks.Add(new Tick(time, price, quantity, side));
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

    public TradeSums ToSums() => new()
    {
        Volume = _volume,
        Notional = _notional,
        BuyVolume = _buyVolume,
        SellVolume = _sellVolume,
        Count = Count,
        Open = _ticks[0].Price,
        High = PriceOf(_highs[0]),
        Low = PriceOf(_lows[0]),
        Close = _ticks[Count - 1].Price,
    };

    private ref ExactSum VolumeOf(Side side) => ref side == Side.Buy ? ref _buyVolume : ref _sellVolume;

    private decimal PriceOf(long number) => _ticks[(int)(number - _oldest)].Price;

    private readonly record struct Tick(long Time, decimal Price, decimal Quantity, Side Side);
}
