using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>Both sides of the book, cumulated from the best price outwards.</summary>
public sealed record DepthState(ImmutableArray<DepthPoint> Asks, ImmutableArray<DepthPoint> Bids, decimal? Mid, Precision Precision)
{
    public static DepthState Empty { get; } = new([], [], null, default);

    /// <summary>Returns what is available up to a price on its side of the mid price; null between the best prices and without a mid price.</summary>
    public (BookSide Side, DepthPoint Point)? Find(decimal price)
    {
        if (Mid is not { } mid)
            return null;
        var side = price < mid ? BookSide.Bid : BookSide.Ask;
        var reached = (side == BookSide.Bid ? Bids : Asks).Where(point => side == BookSide.Bid ? point.Price >= price : point.Price <= price).ToArray();
        return reached is [.., var last] ? (side, last) : null;
    }
}
