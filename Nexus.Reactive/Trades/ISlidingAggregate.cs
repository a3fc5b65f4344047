namespace Nexus.Reactive;

/// <summary>What a sliding window keeps of its trades: the oldest leave first.</summary>
internal interface ISlidingAggregate<out TResult>
{
    int Count { get; }

    /// <summary>When the oldest trade came.</summary>
    long OldestTime { get; }

    void Add(long time, Trade trade);

    void RemoveOldest();

    TResult ToResult(Symbol symbol, DateTimeOffset start, DateTimeOffset end, bool isComplete, bool hasGap);
}
