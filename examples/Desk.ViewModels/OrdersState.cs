using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The orders, newest first, the order whose history is shown, and the position.</summary>
public sealed record OrdersState(ImmutableArray<OrderRow> Rows, OrderRow? Shown, bool IsPicked, Position? Position, Precision Precision)
{
    public static OrdersState Empty { get; } = new([], null, IsPicked: false, null, default);
}
