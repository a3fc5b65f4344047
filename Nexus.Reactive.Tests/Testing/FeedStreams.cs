using System.Reactive.Linq;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Streams of a feed by the type of their items.</summary>
internal static class FeedStreams
{
    public static IObservable<T> Get<T>(NexusFeed feed) => (IObservable<T>)Get(feed, typeof(T));

    private static object Get(NexusFeed feed, Type type) => type.Name switch
    {
        nameof(Book) => feed.Books,
        nameof(Trade) => feed.Trades,
        nameof(FeedGap) => feed.Gaps,
        nameof(BookDiff) => feed.Books.Diffs(),
        nameof(VwapBar) => feed.VwapTumbling(TimeSpan.FromSeconds(1)),
        nameof(OrderEvent) => feed.TrackOrders(),
        nameof(PortfolioValue) => feed.TrackOrders().MeasureProfit(feed, new PortfolioOptions { Mark = MarkPrice.LastTrade }),
        nameof(Int32) => feed.Trades.Select(static trade => (int)(trade.Quantity * 100)),
        _ => throw new ArgumentException($"A feed has no stream of {type}.", nameof(type)),
    };
}
