namespace Nexus.Reactive;

/// <summary>What is remembered of an order that was done and is forgotten.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Unsettled">The whole order, when transactions were still to come: they must not count a second time.</param>
internal readonly record struct OrderTombstone(OrderStatus Status, OrderState? Unsettled)
{
    /// <summary>Whether an update of it counts nothing: one that was seen before, after however many gaps, or any update of an order whose fills were complete.</summary>
    public bool TryAnswer(OrderUpdate update, ulong fingerprint, out OrderEventKind answer)
    {
        var isOtherEnd = update.Status != Status && update.Status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected;
        answer = Unsettled is null && isOtherEnd ? OrderEventKind.Conflict : OrderEventKind.Duplicate;
        return Unsettled is null || Unsettled.HasSeen(fingerprint);
    }
}
