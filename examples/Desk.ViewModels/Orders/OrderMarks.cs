using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>Reads marks from the order ledger.</summary>
internal static class OrderMarks
{
    /// <summary>Returns what is open, added up by side and price. An order without a price or a known quantity does not wait in the book.</summary>
    public static ImmutableArray<OrderMark> Of(IEnumerable<Order> open) =>
    [
        .. from order in open
           where order is { Price: > 0, Leaves: > 0 }
           group order.Leaves!.Value by (order.Side, order.Price!.Value) into level
           orderby level.Key.Value descending, level.Key.Side
           select new OrderMark(level.Key.Side, level.Key.Value, level.Sum()),
    ];

    /// <summary>Returns the fill that an event reports first; null for other events.</summary>
    public static FillMark? Of(OrderEvent change) =>
        change is { Cause: Transaction fill, Kind: not (OrderEventKind.Duplicate or OrderEventKind.Conflict) }
            ? new FillMark(fill.Id, fill.Timestamp, fill.ExecutedPrice, fill.ExecutedQuantity, fill.Side)
            : null;
}
