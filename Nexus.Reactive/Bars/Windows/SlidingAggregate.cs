namespace Nexus.Reactive;

/// <summary>The sums of a sliding window and its trades. Each trade is added once and removed once.</summary>
internal struct SlidingAggregate<TSums, TResult>() : ISlidingAggregate<TResult>
    where TSums : struct, IRemovableAggregate<TSums, TResult>
{
    private RingBuffer<(long Time, Trade Trade)> _trades = new();
    private TSums _sums = new();

    public readonly int Count => _trades.Count;

    public readonly long OldestTime => _trades[0].Time;

    public void Add(long time, Trade trade)
    {
        _trades.Add((time, trade));
        _sums.Add(trade);
    }

    public bool RemoveUntil(long time)
    {
        var count = Count;
        while (Count > 0 && OldestTime <= time)
        {
            _sums.Remove(_trades[0].Trade);
            _trades.RemoveFirst();
        }

        return Count < count;
    }

    public readonly TResult ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap) =>
        _sums.ToResult(symbol, start, end, isComplete, hasGap);
}
