namespace Nexus.Reactive;

/// <summary>A change of an order.</summary>
/// <param name="Before">The order before the change; null if it was unknown.</param>
/// <param name="After">The order after the change; the same object as <paramref name="Before"/> if nothing changed.</param>
/// <param name="Kind">The kind of change.</param>
/// <param name="Cause">
/// The OrderUpdate, Transaction or FeedGap that caused the change; null for a timer, a snapshot, a replayed state, or a conflict that another order caused.
/// </param>
public sealed record OrderEvent(Order? Before, Order After, OrderEventKind Kind, NexusMessage? Cause) : IHasSymbol
{
    /// <summary>The order's symbol.</summary>
    public Symbol Symbol => After.Symbol;

    // The input repeats information about a forgotten order: it is reported, but no order is kept for it.
    internal bool IsUntracked { get; init; }

    /// <summary>Returns the event in one line, independent of culture.</summary>
    public override string ToString() => $"{Kind} {After}";

    // An event about an order that is not kept: only its name is known.
    internal static OrderEvent CreateUntracked(long orderId, Symbol symbol, Side side, DateTimeOffset at, OrderEventKind kind, NexusMessage? cause)
    {
        var order = new Order
        {
            OrderId = orderId,
            Symbol = symbol,
            Side = side,
            Status = OrderStatus.Unknown,
            CreatedAt = at,
            UpdatedAt = at,
            Flags = kind == OrderEventKind.Conflict ? OrderFlags.Orphan | OrderFlags.Conflict : OrderFlags.Orphan,
        };
        return new OrderEvent(null, order, kind, cause) { IsUntracked = true };
    }

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
