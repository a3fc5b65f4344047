using System.Collections.Immutable;

namespace Nexus.Desk.ViewModels;

/// <summary>The best levels of both sides, best first.</summary>
public sealed record LadderState
{
    public static LadderState Empty { get; } = new();

    public ImmutableArray<LadderRow> Asks { get; init; } = [];

    public ImmutableArray<LadderRow> Bids { get; init; } = [];

    public decimal? Mid { get; init; }

    public decimal? Spread { get; init; }

    /// <summary>The step to which prices are grouped; null shows each price.</summary>
    public decimal? Step { get; init; }

    /// <summary>The steps that can be selected, finest first.</summary>
    public ImmutableArray<decimal> Steps { get; init; } = [];

    /// <summary>The greatest volume traded at a row's price.</summary>
    public decimal GreatestTraded { get; init; }

    public Precision Precision { get; init; }
}
