using System.Collections.Immutable;

namespace Nexus.Reactive;

/// <summary>The trades of a sliding window.</summary>
internal sealed class SlidingTrades : ISlidingAggregate<TradeWindow>
{
    private readonly Ring<(long Time, Trade Trade)> _trades = new();

    public int Count => _trades.Count;

    public long OldestTime => _trades[0].Time;

    public void Add(long time, Trade trade) => _trades.Add((time, trade));

    public void RemoveOldest() => _trades.RemoveFirst();

    public TradeWindow ToResult(Symbol symbol, DateTimeOffset start, DateTimeOffset end, bool isComplete, bool hasGap)
    {
        var trades = ImmutableArray.CreateBuilder<Trade>(Count);
        for (var i = 0; i < Count; i++)
            trades.Add(_trades[i].Trade);
        return new TradeWindow(symbol, start, end, trades.MoveToImmutable(), isComplete, hasGap);
    }
}
