using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The orders, newest first, the order whose history is shown, and the position.</summary>
public sealed record OrdersState
{
    public static OrdersState Empty { get; } = new();

    /// <summary>All orders.</summary>
    public ImmutableArray<OrderRow> Rows { get; init; } = [];

    /// <summary>The orders that may still be filled.</summary>
    public ImmutableArray<OrderRow> Open { get; init; } = [];

    /// <summary>The orders that are filled, canceled or rejected.</summary>
    public ImmutableArray<OrderRow> Done { get; init; } = [];

    public OrderRow? Shown { get; init; }

    public bool IsPicked { get; init; }

    public Position? Position { get; init; }

    /// <summary>Whether open orders can be canceled.</summary>
    public bool CanCancel { get; init; }

    /// <summary>The result of the last cancellation; null before the first one.</summary>
    public string? Message { get; init; }

    public Precision Precision { get; init; }
}
