using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Testing.RegisteredOperator;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Every public operator of <see cref="NexusObservable"/>, one line an overload.</summary>
internal static partial class OperatorRegistry
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // Of real time, for the overloads without a scheduler: none of it passes within a test.
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly Book[] Books =
    [
        Make.Book("100x9 99x2 | 101x1"),
        Make.Book("100x8 99x2 | 101x1"),
        Make.Book("50x1 | 51x1", "SPOT_ETH_USDT"),
        Make.Book("| 101x1"),
        Make.Book("50x1 49x3 | 51x1", "SPOT_ETH_USDT"),
        Make.Book("100x8 | 101x2 102x5"),
    ];

    private static readonly Trade[] Trades =
    [
        Make.Trade("100x1 buy"),
        Make.Trade("101x2 sell"),
        Make.Trade("50x7 buy", "SPOT_ETH_USDT"),
        Make.Trade("99.5x0.25 sell"),
        Make.Trade("100.5x3 buy"),
        Make.Trade("51x1 sell", "SPOT_ETH_USDT"),
    ];

    // Of every kind, 400 ms apart, a gap among them.
    private static readonly NexusMessage[] Session =
    [
        Make.Ping(At(0)),
        Make.Order("100x5 buy", timestamp: At(1)),
        Make.Trade("100x1 buy", timestamp: At(2)),
        Make.Order("100x5 buy", status: OrderStatus.PartiallyFilled, executed: 2, timestamp: At(3)),
        Make.Transaction("100x2 buy", timestamp: At(3)),
        Make.Trade("101x2 sell", timestamp: At(4)),
        Make.Gap(),
        Make.Order("50x1 sell", id: 2, symbol: "SPOT_ETH_USDT", timestamp: At(5)),
        Make.Trade("50x7 buy", "SPOT_ETH_USDT", At(6)),
        Make.Order("100x5 buy", status: OrderStatus.Filled, executed: 3, timestamp: At(7)),
        Make.Trade("99.5x3 sell", timestamp: At(8)),
        Make.Trade("99x3 sell", timestamp: At(9)),
        Make.Order("50x1 sell", id: 2, symbol: "SPOT_ETH_USDT", status: OrderStatus.Cancelled, timestamp: At(10)),
    ];

    private static readonly PortfolioValue[] Values =
    [
        new PortfolioValue { Timestamp = At(0), Change = PortfolioChange.Fill, Equity = 1 },
        new PortfolioValue { Timestamp = At(1), Change = PortfolioChange.Mark, Equity = 2 },
        new PortfolioValue { Timestamp = At(2), Change = PortfolioChange.Fill, Equity = 3 },
        new PortfolioValue { Timestamp = At(3), Change = PortfolioChange.Mark, Equity = 4 },
    ];

    private static readonly OrderSnapshot Listed = new() { Timestamp = At(20), Orders = [] };

    private static readonly SnapshotRequestOptions AtOnce = new() { Scheduler = ImmediateScheduler.Instance };

    private static readonly FeedGap[] Gaps = [Make.Gap(), Make.Gap(symbol: "SPOT_ETH_USDT"), Make.Gap()];

    private static readonly int[] Numbers = [1, 2, 3, 4];

    private static readonly Action<Exception> Ignore = static _ => { };
    private static readonly NexusFeed Watched = new(Observable.Never<NexusMessage>(), new NexusFeedOptions { UnobservedFault = static _ => { } });

    public static IReadOnlyList<RegisteredOperator> All { get; } =
    [
        Of(books => books.Diffs(), Books).Costs(230),
        Of(diffs => diffs.Rebuild(), DiffsOf(Books)).Costs(230),
        Of(books => books.TopOfBook(), Books).Costs(90),
        Of(books => books.TopLevels(2), Books).Costs(0),
        Of((trades, books) => trades.WithLatestBySymbol(books), Trades, Books).Costs(0),
        Of((trades, books) => trades.WithLatestBySymbol(books, static (trade, book) => trade.Price - book.Mid), Trades, Books)
            .WhenItsFunctionThrows(static (trades, _, error) => trades.WithLatestBySymbol<Trade, Trade, int>(trades, (_, _) => throw error), Trades).Costs(0),
        Of((trades, books) => trades.WithLatestBySymbol(books, static trade => trade.Symbol, static book => book.Symbol), Trades, Books)
            .WhenItsFunctionThrows(static (trades, _, error) => trades.WithLatestBySymbol(trades, _ => throw error, static trade => trade.Symbol), Trades).Costs(0),
        Of((trades, books) => trades.WithLatestBySymbol(books, static trade => trade.Symbol, static book => book.Symbol, static (trade, book) => trade.Price - book.Mid), Trades, Books)
            .WhenItsFunctionThrows(static (trades, _, error) => trades.WithLatestBySymbol(trades, static trade => trade.Symbol, _ => throw error, static (a, b) => a), Trades).Costs(0),
        OfFeed(feed => feed.Trades.WithLatestBySymbol(feed.OrderUpdates, feed.Gaps), Session).Costs(80),
        Of((books, gaps) => books.MarkStale(gaps), Books, Gaps).Costs(165),
        OfFeed(feed => feed.Trades.JoinAsOf(feed.OrderUpdates, feed.Gaps, Second, AsOfDirection.Nearest, feed.Clock), Session).Costs(295),
        Of((items, factors) => items.ScanWithLatest(factors, 'a', static (sum, item, factor) => (char)(sum + (item * factor))), Numbers, Numbers)
            .WhenItsFunctionThrows(static (items, _, error) => items.ScanWithLatest<int, int, char>(Observable.Return(1, Scheduler.Immediate).Concat(Observable.Never<int>()), 'a', (_, _, _) => throw error), Numbers).Costs(0),
        Of((trades, scheduler) => trades.Bars(Windowing.Tumbling(Second), scheduler), Trades).Costs(795),
        OfFeed(feed => feed.Bars(Windowing.Tumbling(Second)), Session).Costs(270),
        Of((trades, scheduler) => trades.VwapTumbling(Second, scheduler), Trades).Costs(795),
        OfFeed(feed => feed.VwapTumbling(Second), Session).Costs(270),
        Of((trades, scheduler) => trades.VwapHopping(Second * 3, Second, scheduler), Trades).Costs(795),
        OfFeed(feed => feed.VwapHopping(Second * 3, Second), Session).Costs(270),
        Of((trades, scheduler) => trades.VwapSliding(Second, scheduler), Trades).Costs(840),
        OfFeed(feed => feed.VwapSliding(Second), Session).Costs(105),
        Of((trades, scheduler) => trades.VwapSession(TimeSpan.FromHours(8), scheduler), Trades).Costs(130),
        OfFeed(feed => feed.VwapSession(TimeSpan.FromHours(8)), Session).Costs(55),
        Of(trades => trades.VwapByCount(2), Trades).Costs(65),
        Of((trades, scheduler) => trades.VwapByCount(2, scheduler), Trades).Costs(65),
        OfFeed(feed => feed.VwapByCount(2), Session).Costs(35),
        Of(trades => trades.VwapByVolume(2.5m), Trades).Costs(65),
        Of((trades, scheduler) => trades.VwapByVolume(2.5m, scheduler), Trades).Costs(65),
        OfFeed(feed => feed.VwapByVolume(2.5m), Session).Costs(50),
        Of(trades => trades.VwapByNotional(250), Trades).Costs(65),
        Of((trades, scheduler) => trades.VwapByNotional(250, scheduler), Trades).Costs(65),
        OfFeed(feed => feed.VwapByNotional(250), Session).Costs(50),
        Of((trades, scheduler) => trades.TradeWindows(Windowing.Tumbling(Second), scheduler), Trades).Costs(645),
        OfFeed(feed => feed.TradeWindows(Windowing.Tumbling(Second)), Session).Costs(200),
        OfFeed(feed => feed.TrackOrders((OrderTrackingOptions?)null), Session).Costs(365),
        OfFeed(feed => feed.TrackOrders(Observable.Never<OrderSnapshot>(), null), Session).Costs(365),
        OfFeed(feed => feed.EstimateQueue(), Session).Costs(525),
        OfFeed(feed => feed.EstimateQueue(feed.TrackOrders(), booksContainOwn: true), Session).Costs(525),
        OfFeed(feed => feed.TrackOrders((_, _) => Task.FromResult(Listed), AtOnce, null), Session).Costs(855),
        Of((events, scheduler) => events.WatchOpenOrders(Second, scheduler), EventsOf(Session)).Costs(95),
        OfFeed(feed => feed.TrackOrders((OrderTrackingOptions?)null).SnapshotRequests(feed, Second), Session).Costs(515),
        OfFeed(feed => feed.TrackOrders((OrderTrackingOptions?)null).SnapshotRequests(feed, null).GetSnapshots((_, _) => Task.FromResult(Listed), feed, AtOnce), Session).Costs(780),
        Of(events => events.GroupByOrder().SelectMany(group => group), EventsOf(Session)).Costs(500),
        Of((events, books) => events.MeasureExecution(books, null), EventsOf(Session), Books)
            .WhenItsFunctionThrows(static (events, _, error) => events.MeasureExecution(Observable.Never<Book>(), _ => throw error), EventsOf(Session)).Costs(110),
        OfFeed(feed => feed.TrackOrders(null).MeasureProfit(feed, new PortfolioOptions { Mark = MarkPrice.LastTrade }), Session).Costs(935),
        OfFeed(feed => feed.TrackOrders(null).MeasureProfit(feed, Observable.Never<AssetPrice>(), null), Session).Costs(720),
        Of((values, scheduler) => values.EquityCurve(Second, scheduler), Values).Costs(1095),
        Of(items => items.Isolate(Ignore), Numbers, OperatorTraits.Isolates).Costs(0),
        Of(items => items.Isolate(Watched), Numbers, OperatorTraits.Isolates).Costs(0),
        Of((items, scheduler) => items.ObserveOnBounded(2, OverflowPolicy.DropWrite, scheduler), Numbers, OperatorTraits.DeliversOnScheduler).Costs(140),
        Of((items, scheduler) => items.ObserveLatestOn(scheduler), Numbers, OperatorTraits.DeliversOnScheduler).Costs(115),
        Of((items, scheduler) => items.Conflate(Second, scheduler), Numbers).Costs(125),
        Of(items => items.Conflate(Hour), Numbers, OperatorTraits.OwnTimers).Costs(0),
        Of((items, scheduler) => items.Conflate(static n => n % 2, Second, scheduler), Numbers)
            .WhenItsFunctionThrows(static (items, scheduler, error) => items.Conflate<int, int>(_ => throw error, Second, scheduler), Numbers).Costs(245),
        Of(items => items.Conflate(static n => n % 2, Hour), Numbers, OperatorTraits.OwnTimers).Costs(0),
        Of((items, scheduler) => items.DetectStale(Second, scheduler), Numbers).Costs(80),
        Of(items => items.DetectStale(Hour), Numbers, OperatorTraits.OwnTimers).Costs(30),
        .. OrderFlow(),
        .. Averages(),
    ];

    /// <summary>Public, static, and no operator.</summary>
    public static IReadOnlyDictionary<string, string> NoOperators { get; } = new Dictionary<string, string>
    {
        [nameof(NexusObservable.RecordTo)] = "it writes a file, and a file takes one recording at a time",
        [nameof(NexusObservable.ToNexusFeed)] = "a constructor in LINQ's clothes: the feed is connectable, and its tests are the feed's",
    };

    private static DateTimeOffset At(int index) => Marbles.DefaultStart.AddMilliseconds(400 * index);

    private static BookDiff[] DiffsOf(Book[] books) => [.. books.ToObservable(Scheduler.Immediate).Diffs().ToEnumerable()];

    private static OrderEvent[] EventsOf(NexusMessage[] messages)
    {
        var feed = new NexusFeed(messages.ToObservable(Scheduler.Immediate));
        var events = new List<OrderEvent>();
        using var subscription = feed.TrackOrders().Subscribe(events.Add);
        using var connection = feed.Connect();
        return [.. events];
    }
}
