namespace Nexus.Reactive;

/// <summary>The sums of a sliding window for numbers of any size; see <see cref="SlidingSums"/>.</summary>
internal sealed class BigSlidingSums
{
    private SlidingMinMax<decimal> _trades = new();
    private ExactSum _notional;
    private ExactSum _buyVolume;
    private ExactSum _sellVolume;

    public int Count => _trades.Count;

    public long OldestTime => _trades[0].Time;

    public void Add(long time, decimal price, decimal quantity, Side side)
    {
        _notional.AddProduct(price, quantity);
        GetVolume(side).Add(quantity);
        _trades.Add(new ScaledTrade<decimal>(time, price, quantity, side));
    }

    public bool RemoveUntil(long time)
    {
        var count = Count;
        while (Count > 0 && OldestTime <= time)
            RemoveOldest();
        return Count < count;
    }

    public VwapBar ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap) =>
        new(symbol, start, end, ToSums(), isComplete, hasGap);

    private void RemoveOldest()
    {
        var trade = _trades[0];
        _notional.SubtractProduct(trade.Price, trade.Quantity);
        GetVolume(trade.Side).Subtract(trade.Quantity);
        _trades.RemoveFirst();
    }

    private TradeSums ToSums()
    {
        var range = _trades.Range;
        return new TradeSums
        {
            Notional = _notional,
            BuyVolume = _buyVolume,
            SellVolume = _sellVolume,
            Count = Count,
            Open = _trades[0].Price,
            High = range.High,
            Low = range.Low,
            Close = _trades[Count - 1].Price,
        };
    }

    private ref ExactSum GetVolume(Side side) => ref side == Side.Buy ? ref _buyVolume : ref _sellVolume;
}
