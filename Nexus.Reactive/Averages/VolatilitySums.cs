namespace Nexus.Reactive;

/// <summary>The sum of the squared log returns from trade to trade.</summary>
internal struct VolatilitySums : ITradeAggregate<VolatilitySums, RealizedVolatility>
{
    private Int128 _squares;
    private decimal _first;
    private decimal _last;

    public int Count { get; private set; }

    public void Add(Trade trade)
    {
        if (Count == 0)
            _first = trade.Price;
        else
            _squares += LogReturn.Square(_last, trade.Price);
        _last = trade.Price;
        Count = checked(Count + 1);
    }

    public void Add(in VolatilitySums later)
    {
        if (later.Count == 0)
            return;
        if (Count == 0)
        {
            this = later;
            return;
        }

        _squares += later._squares + LogReturn.Square(_last, later._first);
        _last = later._last;
        Count = checked(Count + later.Count);
    }

    public readonly RealizedVolatility ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap) =>
        new(symbol, (start, end), _squares, Math.Max(Count - 1, 0), isComplete, hasGap);
}

/// <summary>The same for a sliding window.</summary>
internal struct SlidingVolatility() : ISlidingAggregate<RealizedVolatility>
{
    private RingBuffer<(long Time, decimal Price)> _trades = new();
    private Int128 _squares;

    public readonly int Count => _trades.Count;

    public readonly long OldestTime => _trades[0].Time;

    public void Add(long time, Trade trade)
    {
        if (Count > 0)
            _squares += LogReturn.Square(_trades[Count - 1].Price, trade.Price);
        _trades.Add((time, trade.Price));
    }

    public bool RemoveUntil(long time)
    {
        var count = Count;
        while (Count > 0 && OldestTime <= time)
        {
            if (Count > 1)
                _squares -= LogReturn.Square(_trades[0].Price, _trades[1].Price);
            _trades.RemoveFirst();
        }

        return Count < count;
    }

    public readonly RealizedVolatility ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap) =>
        new(symbol, (start, end), _squares, Math.Max(Count - 1, 0), isComplete, hasGap);
}
