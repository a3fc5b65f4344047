using System.Collections.Immutable;

namespace Nexus.Desk.ViewModels;

/// <summary>Both sides of the book, cumulated from the best price outwards.</summary>
public sealed record DepthState(ImmutableArray<DepthPoint> Asks, ImmutableArray<DepthPoint> Bids, decimal? Mid, Precision Precision)
{
    public static DepthState Empty { get; } = new([], [], null, default);
}
