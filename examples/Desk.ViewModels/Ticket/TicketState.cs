using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>An order ticket.</summary>
public sealed record TicketState
{
    public TicketStep Step { get; init; }

    public Side Side { get; init; }

    /// <summary><see cref="OrderType.Limit"/> or <see cref="OrderType.Market"/>.</summary>
    public OrderType Type { get; init; } = OrderType.Limit;

    /// <summary>The text of the price field; not used for a market order.</summary>
    public string PriceText { get; init; } = "";

    public string QuantityText { get; init; } = "";

    /// <summary>What prevents the order, one sentence each; empty until it is reviewed.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>What the trader should know before confirming, one sentence each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The order to confirm or that was sent.</summary>
    public OrderRequest? Request { get; init; }

    /// <summary>The value of the order in the quote asset: price × quantity, or what the shown book would give; null if the book shows less.</summary>
    public decimal? Value { get; init; }

    /// <summary>What became of the last order; null before the first one.</summary>
    public string? Result { get; init; }

    /// <summary>Whether the last order was rejected, or was not placed.</summary>
    public bool IsRejected { get; init; }

    /// <summary>Whether orders can be placed.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>Where orders go, or why they cannot be placed.</summary>
    public string Notice { get; init; } = "";
}
