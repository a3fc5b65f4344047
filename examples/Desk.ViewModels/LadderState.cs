using System.Collections.Immutable;

namespace Nexus.Desk.ViewModels;

/// <summary>The best levels of both sides, best first.</summary>
public sealed record LadderState(ImmutableArray<LadderRow> Asks, ImmutableArray<LadderRow> Bids, decimal? Mid, decimal? Spread, Precision Precision)
{
    public static LadderState Empty { get; } = new([], [], null, null, default);
}
