using System.Collections.Immutable;

namespace Nexus.Reactive;

/// <summary>The trades of a sliding window.</summary>
internal struct SlidingTrades() : ISlidingAggregate<TradeWindow>
{
    private RingBuffer<(long Time, Trade Trade)> _trades = new();

    public readonly int Count => _trades.Count;

    public readonly long OldestTime => _trades[0].Time;

    public void Add(long time, Trade trade) => _trades.Add((time, trade));

    public bool RemoveUntil(long time)
    {
        var count = Count;
        while (Count > 0 && OldestTime <= time)
            _trades.RemoveFirst();
        return Count < count;
    }

    public readonly TradeWindow ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap)
    {
        var trades = ImmutableArray.CreateBuilder<Trade>(Count);
        for (var i = 0; i < Count; i++)
            trades.Add(_trades[i].Trade);
        return new TradeWindow(symbol, start, end, trades.MoveToImmutable(), isComplete, hasGap);
    }
}
