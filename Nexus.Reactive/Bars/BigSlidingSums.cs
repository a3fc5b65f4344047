namespace Nexus.Reactive;

/// <summary>The same as <see cref="SlidingSums"/> for numbers of any size.</summary>
internal sealed class BigSlidingSums
{
    private SlidingMinMax<decimal> _ticks = new();
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
        GetVolume(side).Add(quantity);
        _ticks.Add(new ScaledTrade<decimal>(time, price, quantity, side));
    }

    public bool RemoveUntil(long time)
    {
        var count = Count;
        while (Count > 0 && OldestTime <= time)
            RemoveOldest();
        return Count < count;
    }

    public VwapBar ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap) =>
        new(symbol, WindowGrid.ToTime(start), WindowGrid.ToTime(end), ToSums(), isComplete, hasGap);

    private void RemoveOldest()
    {
        var tick = _ticks[0];
        _volume.Subtract(tick.Quantity);
        _notional.SubtractProduct(tick.Price, tick.Quantity);
        GetVolume(tick.Side).Subtract(tick.Quantity);
        _ticks.RemoveFirst();
    }

    private TradeSums ToSums()
    {
        var range = _ticks.Range;
        return new TradeSums
        {
            Volume = _volume,
            Notional = _notional,
            BuyVolume = _buyVolume,
            SellVolume = _sellVolume,
            Count = Count,
            Open = _ticks[0].Price,
            High = range.High,
            Low = range.Low,
            Close = _ticks[Count - 1].Price,
        };
    }

    private ref ExactSum GetVolume(Side side) => ref side == Side.Buy ? ref _buyVolume : ref _sellVolume;
}
