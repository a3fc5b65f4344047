namespace Nexus.Reactive;

/// <summary>What a window keeps of its trades and makes of them. A struct whose default is empty.</summary>
internal interface ITradeAggregate<TSelf, TResult>
    where TSelf : struct
{
    int Count { get; }

    void Add(Trade trade);

    void Add(in TSelf later);

    TResult ToResult(Symbol symbol, DateTimeOffset start, DateTimeOffset end, bool isComplete, bool hasGap);
}
