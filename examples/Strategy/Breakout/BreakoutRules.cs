using System.Reactive.Linq;
using Nexus.Reactive;

namespace Strategy;

/// <summary>The parameters of <see cref="BandBreakout"/>.</summary>
public sealed record BreakoutRules : IRules
{
    /// <summary>The length of the VWAP window.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Half the width of the band, in volume-weighted standard deviations of the window's prices.</summary>
    public decimal Width { get; init; } = 1;

    /// <summary>The minimum imbalance of the book, from 0 to 1; see <see cref="Nexus.Reactive.Book.Imbalance"/>.</summary>
    public decimal Imbalance { get; init; } = 0.2m;

    /// <summary>The number of levels of the book that the imbalance counts.</summary>
    public int Depth { get; init; } = 5;

    /// <summary>The size of a position, in the base asset.</summary>
    public decimal Quantity { get; init; } = 0.1m;

    /// <summary>The time after which the unfilled rest of an entry is canceled.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The time for which a position is held.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(3);

    public IObservable<Signal> Signals(NexusFeed feed) => BandBreakout.Signals(feed, this);

    public IObservable<(Book Book, Band? Band)> Plotted(NexusFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return feed.Books.WithLatestBySymbol(feed.VwapBands(Windowing.Sliding(Window)))
            .Select(moment => (moment.Item, Band.Of(moment.Latest, Width)));
    }
}
