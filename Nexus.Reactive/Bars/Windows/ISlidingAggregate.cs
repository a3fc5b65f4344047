namespace Nexus.Reactive;

/// <summary>The contents of a sliding window, from which the oldest trades are removed. Implemented by structs.</summary>
internal interface ISlidingAggregate<out TResult>
{
    int Count { get; }

    /// <summary>The time of the oldest trade. The window must not be empty.</summary>
    long OldestTime { get; }

    void Add(long time, Trade trade);

    /// <summary>Removes the trades up to the given time. Returns true if there were any.</summary>
    bool RemoveUntil(long time);

    /// <summary>Creates the result to publish. Times are UTC ticks in the range of a date.</summary>
    TResult ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap);
}
