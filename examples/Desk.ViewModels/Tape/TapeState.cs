using System.Collections.Immutable;

namespace Nexus.Desk.ViewModels;

/// <summary>The last prints that are large enough, newest first.</summary>
public sealed record TapeState
{
    public static TapeState Empty { get; } = new();

    public ImmutableArray<TapeRow> Rows { get; init; } = [];

    public decimal LargestQuantity { get; init; }

    /// <summary>The smallest quantity shown; 0 shows every trade. Gaps are always shown.</summary>
    public decimal MinQuantity { get; init; }

    /// <summary>Whether the trades of one order of the taker are one line.</summary>
    public bool IsAggregated { get; init; }

    public Precision Precision { get; init; }
}
