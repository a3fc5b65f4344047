namespace Nexus.Reactive;

/// <summary>One step in an order's life.</summary>
/// <param name="Before">The order before it; null when it was not known.</param>
/// <param name="After">The order after it; the same as <paramref name="Before"/> when nothing changed.</param>
/// <param name="Kind">What it meant.</param>
/// <param name="Cause">The OrderUpdate, Transaction or FeedGap behind it; null for a timer, a snapshot, a replayed state, or another order's claim.</param>
public sealed record OrderEvent(Order? Before, Order After, OrderEventKind Kind, NexusMessage? Cause)
{
    // Something said again of an order that is forgotten: told, but no order is kept for it.
    internal bool IsUntracked { get; init; }

    /// <summary>The kind of event that reports a new status.</summary>
    internal static OrderEventKind GetKind(OrderStatus status) => status switch
    {
        OrderStatus.New => OrderEventKind.Created,
        OrderStatus.PartiallyFilled => OrderEventKind.PartiallyFilled,
        OrderStatus.Filled => OrderEventKind.Filled,
        OrderStatus.Cancelled => OrderEventKind.Cancelled,
        OrderStatus.Rejected => OrderEventKind.Rejected,
        _ => OrderEventKind.Ignored,
    };
}
