namespace Nexus.Reactive;

/// <summary>The volumes by price of a sliding window. Each trade is added once and removed once.</summary>
internal struct SlidingProfile() : ISlidingAggregate<VolumeProfile>
{
    private RingBuffer<(long Time, Trade Trade)> _trades = new();
    private ProfileSums _sums;

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

    public readonly VolumeProfile ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap) =>
        _sums.ToResult(symbol, start, end, isComplete, hasGap);
}
