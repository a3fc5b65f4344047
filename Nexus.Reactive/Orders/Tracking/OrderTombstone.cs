namespace Nexus.Reactive;

/// <summary>What is remembered of an order that was done and is kept no more.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Unsettled">All of it, when transactions were still to come: they would count a second time.</param>
internal readonly record struct OrderTombstone(OrderStatus Status, OrderState? Unsettled)
{
    /// <summary>
    /// Whether an update can say nothing that counts: a replay, or any of an order whose fills were complete. In doubt low, for what it executed was counted.
    /// </summary>
    public bool TryAnswer(OrderUpdate update, out OrderEventKind answer)
    {
        var isOtherEnd = update.Status != Status && update.Status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected;
        answer = Unsettled is null && isOtherEnd ? OrderEventKind.Conflict : OrderEventKind.Duplicate;
        return Unsettled is null || Unsettled.IsReplay(update);
    }
}
