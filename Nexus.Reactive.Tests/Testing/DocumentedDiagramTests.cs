using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using System.Reflection;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>What the documentation draws is what happens: a character is a second, and each diagram is run.</summary>
public sealed partial class DocumentedDiagramTests
{
    private static readonly TimeSpan Five = TimeSpan.FromSeconds(5);

    // b differs from a below the best two, c at the best.
    private static readonly Dictionary<char, Book> Books = new()
    {
        ['a'] = Make.Book("100x1 99x1 98x1 | 101x1", timestamp: At(1)),
        ['b'] = Make.Book("100x1 99x1 98x2 | 101x1", timestamp: At(2)),
        ['c'] = Make.Book("100x2 99x1 98x2 | 101x1", timestamp: At(3)),
        ['x'] = Make.Book("50x1 | 51x1", "SPOT_ETH_USDT", At(4)),
    };

    private static readonly Dictionary<char, Trade> Trades = new()
    {
        ['a'] = Make.Trade("100x1 buy"),
        ['b'] = Make.Trade("100x2 buy"),
        ['c'] = Make.Trade("100x5 buy"),
        ['d'] = Make.Trade("100x8 buy"),
        ['e'] = Make.Trade("100x16 buy"),
        ['s'] = Make.Trade("100x1 sell"),
    };

    private static readonly (char, NexusMessage)[] OrderMessages =
    [
        ('n', Make.Order("100x10 buy")),
        ('p', Make.Order("100x10 buy", status: OrderStatus.PartiallyFilled, executed: 4)),
        ('f', Make.Order("100x10 buy", status: OrderStatus.Filled, executed: 6)),
        ('t', Make.Transaction("100x4 buy", id: 1)),
        ('u', Make.Transaction("100x6 buy", id: 2)),
        ('x', Make.Gap()),
        ('b', Make.Book("100x1 | 101x1")),
    ];

    private static readonly Dictionary<char, string> Letters = "abcdef".ToDictionary(static letter => letter, static letter => letter.ToString());

    private static readonly Dictionary<string, Action<Marbles, DocumentedDiagram>> Runs = new(StringComparer.Ordinal)
    {
        ["Diffs"] = static (m, d) => m.Expect(m.Hot(d["books"], Books).Diffs().Select(static diff => Upper(diff.Timestamp))).ToBe(d.Result),
        ["Rebuild"] = static (m, d) => m.Expect(m.Hot(d["diffs"], DiffsOf("abxc")).Rebuild()).ToBe(d.Result, Books),
        ["TopOfBook"] = static (m, d) => m.Expect(m.Hot(d["books"], Books).TopOfBook().Select(static top => Upper(top.Timestamp))).ToBe(d.Result),
        ["TopLevels"] = static (m, d) => m.Expect(m.Hot(d["books"], Books).TopLevels(2).Select(static top => Upper(top.Timestamp))).ToBe(d.Result),
        ["WithLatestBySymbol"] = static (m, d) =>
        {
            var (a, b) = (Make.Trade("100x1 buy"), Make.Trade("50x1 buy", "SPOT_ETH_USDT"));
            var (p, q, r) = (Books['a'], Books['c'], Books['x']);
            var (items, latest) = (m.Hot(d["items"], ('a', a), ('b', b)), m.Hot(d["latest"], ('p', p), ('q', q), ('r', r)));
            if (d.Signature.Contains("FeedGap", StringComparison.Ordinal))
                m.Expect(items.WithLatestBySymbol(latest, m.Hot(d["gaps"], ('x', Make.Gap())))).ToBe(d.Result, ('y', (a, p, false)), ('Y', (a, p, true)), ('z', (a, q, false)));
            else
                m.Expect(items.WithLatestBySymbol(latest)).ToBe(d.Result, ('x', (a, p)), ('y', (a, q)), ('z', (b, r)));
        },
        ["MarkStale"] = static (m, d) =>
        {
            var (a, b) = (Books['a'], Books['x']);
            m.Expect(m.Hot(d["source"], ('a', a), ('b', b)).MarkStale(m.Hot(d["gaps"], ('x', Make.Gap(symbol: a.Symbol.ToString())), ('y', Make.Gap()))))
                .ToBe(d.Result, ('a', new Stale<Book>(false, a)), ('b', new Stale<Book>(false, b)), ('A', new Stale<Book>(true, a)), ('B', new Stale<Book>(true, b)));
        },
        ["JoinAsOf"] = static (m, d) =>
        {
            var (a, b) = (Make.Trade("100x1 buy", timestamp: At(2)), Make.Trade("100x2 buy", timestamp: At(8)));
            var (p, q, r) = (Make.Book("100x1 | 101x1", timestamp: At(1)), Make.Book("100x2 | 101x1", timestamp: At(3)), Make.Book("100x3 | 101x1", timestamp: At(9)));
            var joined = m.Hot(d["left"], ('a', a), ('b', b))
                .JoinAsOf(m.Hot(d["right"], ('p', p), ('q', q), ('r', r)), m.Hot<FeedGap>(d["gaps"]), TimeSpan.FromSeconds(2), AsOfDirection.Backward, m.Scheduler);
            m.Expect(joined).ToBe(d.Result, ('x', (a, p)), ('y', (b, null)));
        },
        ["ScanWithLatest"] = static (m, d) =>
            m.Expect(m.Hot(d["source"]).ScanWithLatest(m.Hot(d["parameters"], ('p', 1), ('q', 10)), 0, static (sum, _, parameter) => sum + parameter)).ToBe(d.Result, ('x', 1), ('y', 11), ('z', 21)),
        ["VwapTumbling"] = static (m, d) => m.Expect(m.Hot(d["trades"], Trades).VwapTumbling(Five, m.Scheduler).Select(Volume)).ToBe(d.Result, ('x', 3), ('e', 0), ('y', 5)),
        ["VwapHopping"] = static (m, d) => m.Expect(m.Hot(d["trades"], Trades).VwapHopping(Five * 2, Five, m.Scheduler).Select(Volume)).ToBe(d.Result, ('x', 1), ('y', 3), ('z', 2)),
        ["VwapSliding"] = static (m, d) => m.Expect(m.Hot(d["trades"], Trades).VwapSliding(Five, m.Scheduler).Select(Volume)).ToBe(d.Result, ('x', 1), ('y', 3), ('z', 2), ('e', 0)),
        ["VwapSession"] = static (m, d) => m.Expect(m.Hot(d["trades"], Trades).VwapSession(Five * 2, m.Scheduler).Select(Volume)).ToBe(d.Result, ('x', 1), ('y', 3), ('z', 5)),
        ["VwapByCount"] = static (m, d) => m.Expect(m.Hot(d["trades"], Trades).VwapByCount(2).Select(Volume)).ToBe(d.Result, ('x', 3), ('y', 13), ('z', 16)),
        ["VwapByVolume"] = static (m, d) => m.Expect(m.Hot(d["trades"], Trades).VwapByVolume(3).Select(Volume)).ToBe(d.Result, ('x', 3), ('y', 6), ('z', 1)),
        ["VwapByNotional"] = static (m, d) => m.Expect(m.Hot(d["trades"], Trades).VwapByNotional(300).Select(static bar => bar.Notional)).ToBe(d.Result, ('x', 300), ('y', 600), ('z', 100)),
        ["Bars"] = static (m, d) => m.Expect(m.Hot(d["trades"], Trades).Bars(Windowing.Tumbling(Five), m.Scheduler).Select(Volume)).ToBe(d.Result, ('x', 3), ('e', 0), ('y', 5)),
        ["TradeWindows"] = static (m, d) => m.Expect(m.Hot(d["trades"], Trades).TradeWindows(Windowing.Tumbling(Five), m.Scheduler).Select(static window => window.Trades.AsEnumerable()))
            .ToBe(d.Result, ('x', [Trades['a'], Trades['b']]), ('e', []), ('y', [Trades['c']])),
        ["TrackOrders"] = static (m, d) =>
        {
            var feed = m.Feed(d["feed"], OrderMessages);
            var entry = new OrderSnapshotEntry { OrderId = 1, Symbol = Make.Symbol, Side = Side.Buy, Quantity = 10, Status = OrderStatus.Filled, Filled = 10 };
            var (listed, nothing) = (new OrderSnapshot { Timestamp = At(7), Orders = [entry] }, new OrderSnapshot { Timestamp = At(0), Orders = [] });
            var orders = d.Signature.Contains("Func", StringComparison.Ordinal)
                ? feed.TrackOrders((request, _) => Task.FromResult(request.Reason == SnapshotReason.GapEnded ? listed : nothing), new SnapshotRequestOptions { Scheduler = ImmediateScheduler.Instance })
                : d.Signature.Contains("OrderSnapshot", StringComparison.Ordinal)
                ? feed.TrackOrders(m.Hot(d["snapshots"], ('s', listed)))
                : feed.TrackOrders();
            m.Expect(orders.Select(static order => order.Kind)).ToBe(
                d.Result,
                ('C', OrderEventKind.Created),
                ('P', OrderEventKind.PartiallyFilled),
                ('K', OrderEventKind.FillConfirmed),
                ('F', OrderEventKind.Filled),
                ('S', OrderEventKind.Stale));
        },
        ["WatchOpenOrders"] = static (m, d) =>
        {
            var (open, stale) = (OrderOf(1, isDone: false), OrderOf(1, isDone: false) with { Flags = OrderFlags.Stale });
            var source = m.Hot(
                d["source"],
                ('a', new OrderEvent(null, open, OrderEventKind.Created, Make.Order("100x10 buy"))),
                ('b', new OrderEvent(null, OrderOf(2, isDone: true), OrderEventKind.Filled, null)),
                ('x', new OrderEvent(open, stale, OrderEventKind.Stale, Make.Gap())));
            m.Expect(source.WatchOpenOrders(Five, m.Scheduler).Select(static alert => alert.Reason)).ToBe(d.Result, ('s', OrderAlertReason.Stale), ('u', OrderAlertReason.Unheard));
        },
        ["SnapshotRequests"] = static (m, d) =>
        {
            var feed = m.Feed(d["feed"], OrderMessages);
            var source = m.Hot(d["source"], ('f', new OrderEvent(null, OrderOf(1, isDone: false), OrderEventKind.FillsMissing, null)));
            m.Expect(source.SnapshotRequests(feed).Select(static request => request.Reason))
                .ToBe(d.Result, ('s', SnapshotReason.Started), ('g', SnapshotReason.GapEnded), ('m', SnapshotReason.FillsMissing));
        },
        ["GetSnapshots"] = static (m, d) =>
        {
            SnapshotRequest Request(int second) => new(Make.Symbol, SnapshotReason.Started, At(second));
            var source = m.Hot(d["source"], ('a', Request(1)), ('b', Request(3)));
            Task<OrderSnapshot> Get(SnapshotRequest request, CancellationToken _) =>
                Observable.Timer(TimeSpan.FromSeconds(2), m.Scheduler).Select(_ => new OrderSnapshot { Timestamp = request.RequestedAt, Orders = [] }).ToTask();
            m.Expect(source.GetSnapshots(Get, m.Feed("-"), new SnapshotRequestOptions { Scheduler = ImmediateScheduler.Instance }).Select(static snapshot => snapshot.Timestamp))
                .ToBe(d.Result, ('x', At(1)), ('y', At(3)));
        },
        ["GroupByOrder"] = static (m, d) =>
        {
            var (first, filled, second) = (OrderOf(1, isDone: false), OrderOf(1, isDone: true), OrderOf(2, isDone: false));
            var groups = m.Hot(
                d["source"],
                ('a', new OrderEvent(null, first, OrderEventKind.Created, null)),
                ('b', new OrderEvent(null, second, OrderEventKind.Created, null)),
                ('c', new OrderEvent(first, filled, OrderEventKind.Filled, null)),
                ('d', new OrderEvent(filled, filled, OrderEventKind.Forgotten, null))).GroupByOrder();
            m.Expect(groups.Select(static group => group.Key)).ToBe(d.Result, ('g', 1), ('h', 2));
            m.Expect(groups.Where(static group => group.Key == 1).Take(1).Merge()).ToBe(d["g"], ('a', first), ('c', filled));
            m.Expect(groups.Where(static group => group.Key == 2).Take(1).Merge()).ToBe(d["h"], ('b', second));
        },
        ["EstimateQueue"] = static (m, d) =>
        {
            (char, NexusMessage)[] messages =
            [
                ('b', Make.Book("100x5 | 101x1")), ('c', Make.Book("100x6 | 101x1")), ('d', Make.Book("100x4 | 101x1")), ('e', Make.Book("100x3 | 101x1")),
                ('n', Make.Order("100x1 buy")), ('t', Make.Trade("100x1 sell")), ('x', Make.Gap()),
            ];
            m.Expect(m.Feed(d["feed"], messages).EstimateQueue().Select(static estimate => (estimate.MinAhead, estimate.MaxAhead)))
                .ToBe(d.Result, ('?', (null, null)), ('p', (5, 5)), ('q', (4, 4)), ('r', (3, 3)), ('s', (0, 2)));
        },
        ["MeasureExecution"] = static (m, d) =>
        {
            var (created, filled) = (OrderOf(1, isDone: false), OrderOf(1, isDone: true));
            var partly = created with { Status = OrderStatus.PartiallyFilled, Filled = 5 };
            var source = m.Hot(
                d["source"],
                ('a', new OrderEvent(null, created, OrderEventKind.Created, null)),
                ('b', new OrderEvent(created, partly, OrderEventKind.PartiallyFilled, null)),
                ('c', new OrderEvent(partly, filled, OrderEventKind.Filled, null)));
            var (p, q) = (Books['a'], Books['c']);
            m.Expect(source.MeasureExecution(m.Hot(d["books"], ('p', p), ('q', q))).Select(static measures => (measures.Order.Status, measures.BookAtCreation)))
                .ToBe(d.Result, ('x', (OrderStatus.New, p)), ('y', (OrderStatus.PartiallyFilled, p)), ('z', (OrderStatus.Filled, p)));
        },
        ["MeasureProfit"] = static (m, d) =>
        {
            var (filled, book) = (Make.Transaction("100x10 buy") with { Fee = 2, FeeAsset = "XYZ" }, Make.Book("100x1 | 102x1"));
            var isConverted = d.Signature.Contains("AssetPrice", StringComparison.Ordinal);
            var feed = m.Feed(d["feed"], ('b', book), ('c', Make.Book("101x1 | 103x1")), ('x', Make.Gap()));
            var events = m.Hot(d["source"], ('f', EventOf(isConverted ? filled : filled with { Fee = null })));
            var values = isConverted ? events.MeasureProfit(feed, m.Hot(d["prices"], ('m', new AssetPrice("XYZ", "USDT", 0.5m)))) : events.MeasureProfit(feed);
            m.Expect(values.Select(static value => (value.NetProfit, value.IsStale))).ToBe(
                d.Result, ('p', (null, false)), ('q', (10m, false)), ('r', (isConverted ? 9m : 20m, false)), ('s', (20m, true)), ('t', (10m, false)));
        },
        ["EquityCurve"] = static (m, d) =>
        {
            PortfolioValue Value(PortfolioChange change) => new() { Timestamp = At(0), Change = change };
            var source = m.Hot(d["source"], ('f', Value(PortfolioChange.Fill)), ('m', Value(PortfolioChange.Mark)), ('g', Value(PortfolioChange.Fill)));
            m.Expect(source.EquityCurve(Five, m.Scheduler).Select(static value => value.Change)).ToBe(
                d.Result, ('f', PortfolioChange.Fill), ('g', PortfolioChange.Fill), ('m', PortfolioChange.Mark), ('s', PortfolioChange.Sample));
        },
        ["Conflate"] = static (m, d) => m.Expect(d.Signature.Contains("Func", StringComparison.Ordinal)
            ? m.Hot(d["source"]).Conflate(char.ToLowerInvariant, TimeSpan.FromSeconds(8), m.Scheduler)
            : m.Hot(d["source"]).Conflate(TimeSpan.FromSeconds(4), m.Scheduler)).ToBe(d.Result),
        ["DetectStale"] = static (m, d) => m.Expect(m.Hot(d["source"]).DetectStale(Five, m.Scheduler).Select(static item => item.IsStale ? char.ToUpperInvariant(item.Value) : item.Value)).ToBe(d.Result),
        ["ObserveLatestOn"] = static (m, d) => m.Expect(m.Hot(d["source"]).ObserveLatestOn(m.Busy("^----!"))).ToBe(d.Result),
        ["ObserveOnBounded"] = static (m, d) => m.Expect(m.Hot(d["source"]).ObserveOnBounded(2, OverflowPolicy.DropOldest, m.Busy("^----!")).Select(static item => item is { Value: 'c', Dropped: 2 } ? 'x' : item.Value)).ToBe(d.Result),
        ["Isolate"] = static (m, d) =>
        {
            var error = new InvalidOperationException();
            var source = m.Hot(d["source"]);
            var isolated = d.Signature.Contains("NexusFeed", StringComparison.Ordinal) ? source.Isolate(new NexusFeed(Observable.Never<NexusMessage>(), new NexusFeedOptions { UnobservedFault = static _ => { } })) : source.Isolate(static _ => { });
            m.Expect(isolated.WithSubscriberThatThrows(error, 'b')).ToBe(d.Result, error);
            m.Expect(isolated).ToBe(d["source"]);
        },
        ["RecordTo"] = static (m, d) =>
        {
            var texts = d["source"].Where(Marble.IsValue).Distinct().Select(static letter => (letter, letter.ToString())).ToArray();
            m.Expect(m.Hot(d["source"], texts).RecordTo(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), m.Scheduler)).ToBe(d.Result, texts);
        },
    };

    [TestCaseSource(typeof(DocumentedDiagram), nameof(DocumentedDiagram.All))]
    public void A_documented_diagram_matches_the_operator(DocumentedDiagram diagram)
    {
        Assert.That(Runs.TryGetValue(diagram.Operator, out var run) || FlowRuns.TryGetValue(diagram.Operator, out run), Is.True, "give it a line in DocumentedDiagramTests.Runs");
        using var m = new Marbles(TimeSpan.FromSeconds(1));
        run!(m, diagram);
        m.Run(TimeSpan.FromSeconds(60));
    }

    [Test]
    public void Every_public_operator_has_a_diagram()
    {
        var operators = typeof(NexusObservable).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(static method => method.Name).Distinct()
            .Except([nameof(NexusObservable.ToNexusFeed)]);
        Assert.That(operators.Except(DocumentedDiagram.OfOperators.Select(static diagram => diagram.Operator)), Is.Empty);
    }

    [TestCase("books  a-b-c\nDiffs  A---C")]
    [TestCase("books  a-b-c\nDiffs  A-B-A")]
    [TestCase("Rebuild  a-b-c\nDiffs  A-B-C")]
    public void A_wrong_diagram_fails(string diagram) => Assert.That(
        () => A_documented_diagram_matches_the_operator(new DocumentedDiagram(diagram)), Throws.TypeOf<MarbleException>().Or.TypeOf<FormatException>());

    private static DateTimeOffset At(int second) => Marbles.DefaultStart.AddSeconds(second);

    private static char Upper(DateTimeOffset timestamp) => char.ToUpperInvariant(Books.Single(pair => pair.Value.Timestamp == timestamp).Key);

    private static Dictionary<char, BookDiff> DiffsOf(string books) =>
        books.ToObservable().Select(static letter => Books[letter]).Diffs().ToEnumerable().ToDictionary(static diff => Upper(diff.Timestamp));

    private static decimal Volume(VwapBar bar) => bar.Volume;

    private static OrderEvent EventOf(NexusMessage message)
    {
        var feed = new NexusFeed(Observable.Return(message));
        var events = new List<OrderEvent>();
        using var subscription = feed.TrackOrders().Subscribe(events.Add);
        using var connection = feed.Connect();
        return events.Single();
    }

    private static Order OrderOf(long id, bool isDone) => new()
    {
        OrderId = id,
        Symbol = Make.Symbol,
        Side = Side.Buy,
        Type = OrderType.Limit,
        Price = 100,
        Quantity = 10,
        Status = isDone ? OrderStatus.Filled : OrderStatus.New,
        Filled = isDone ? 10 : 0,
        Confirmed = isDone ? 10 : 0,
        Reported = isDone ? 10 : 0,
        AveragePrice = isDone ? 100 : null,
        CreatedAt = At(1),
        UpdatedAt = At(1),
    };
}
