namespace Nexus.Reactive;

/// <summary>What a sliding window keeps of its trades: the oldest leave first. A struct.</summary>
internal interface ISlidingAggregate<out TResult>
{
    int Count { get; }

    /// <summary>When the oldest trade came.</summary>
    long OldestTime { get; }

    void Add(long time, Trade trade);

    /// <summary>Takes out the trades that came by then; whether there were any.</summary>
    bool RemoveUntil(long time);

    /// <summary>What is published; times in ticks of UTC.</summary>
    TResult ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap);
}
