namespace Nexus.Reactive;

/// <summary>The exact volume delta of a set of trades, and the latest trade.</summary>
internal struct DeltaSums : ITradeAggregate<DeltaSums, VolumeDelta>
{
    private ExactSum _delta;
    private Trade? _last;

    public int Count { get; private set; }

    public void Add(Trade trade)
    {
        if (trade.Side == Side.Buy)
            _delta.Add(trade.Quantity);
        else
            _delta.Subtract(trade.Quantity);
        _last = trade;
        Count = Count == int.MaxValue ? Count : Count + 1;
    }

    public void Add(in DeltaSums later)
    {
        _delta.Add(later._delta);
        _last = later._last ?? _last;
        Count += later.Count;
    }

    public readonly VolumeDelta ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap) =>
        new(_last!, start, end, _delta, isComplete, hasGap);
}
