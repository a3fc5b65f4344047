using System.Collections.Immutable;

namespace Nexus.Reactive;

/// <summary>The trades of a window that only grows.</summary>
internal struct TradeList : ITradeAggregate<TradeList, TradeWindow>
{
    private List<Trade>? _trades;

    public readonly int Count => _trades?.Count ?? 0;

    public void Add(Trade trade) => (_trades ??= []).Add(trade);

    public void Add(in TradeList later)
    {
        if (later._trades is { } trades)
            (_trades ??= []).AddRange(trades);
    }

    public readonly TradeWindow ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap) =>
        new(symbol, start, end, _trades is { } trades ? [.. trades] : ImmutableArray<Trade>.Empty, isComplete, hasGap);
}
