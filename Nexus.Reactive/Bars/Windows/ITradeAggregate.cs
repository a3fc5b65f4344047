namespace Nexus.Reactive;

/// <summary>The contents of a window that only grows, and the result to publish. Implemented by structs whose default is empty.</summary>
internal interface ITradeAggregate<TSelf, out TResult> : IAddable<TSelf>
    where TSelf : struct
{
    int Count { get; }

    /// <summary>Creates the result to publish. Times are UTC ticks in the range of a date.</summary>
    TResult ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap);
}
