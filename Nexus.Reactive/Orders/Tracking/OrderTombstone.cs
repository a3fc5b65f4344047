namespace Nexus.Reactive;

/// <summary>The retained data of a forgotten order.</summary>
/// <param name="Status">The final status.</param>
/// <param name="Unsettled">The whole order if transactions were still missing, so that they are not counted twice.</param>
internal readonly record struct OrderTombstone(OrderStatus Status, OrderState? Unsettled)
{
    /// <summary>
    /// Returns whether an update is not counted: one that was received before, regardless of the number of gaps, or any update if the fills were complete.
    /// </summary>
    public bool TryAnswer(OrderUpdate update, ulong fingerprint, out OrderEventKind answer)
    {
        var isOtherEnd = update.Status != Status && update.Status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected;
        answer = Unsettled is null && isOtherEnd ? OrderEventKind.Conflict : OrderEventKind.Duplicate;
        return Unsettled is null || Unsettled.HasSeen(fingerprint);
    }
}
