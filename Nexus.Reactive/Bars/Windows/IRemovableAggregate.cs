namespace Nexus.Reactive;

/// <summary>The contents of a window from which trades can also be removed.</summary>
internal interface IRemovableAggregate<TSelf, out TResult> : ITradeAggregate<TSelf, TResult>
    where TSelf : struct
{
    /// <summary>Removes a trade that was added before.</summary>
    void Remove(Trade trade);
}
