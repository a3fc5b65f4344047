using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using static Nexus.Reactive.Tests.Orders.OrderMarbles;

namespace Nexus.Reactive.Tests.Profit;

/// <summary>What changes the profit, and when a value is emitted.</summary>
public sealed class MeasureProfitTests
{
    private static readonly (char, NexusMessage)[] Inputs =
    [
        ('t', Make.Transaction("100x10 buy", id: 1, orderId: 1)),
        ('u', Make.Transaction("110x4 sell", id: 2, orderId: 2)),
        ('v', Make.Transaction("110x6 sell", id: 3, orderId: 3)),
        ('e', Make.Transaction("50x10 buy", id: 4, orderId: 4, symbol: "SPOT_ETH_USDT")),
        ('b', Make.Book("101x9 | 103x9")),
        ('o', Make.Book("101x9 | ")),
        ('s', Make.Book("101x4 99x4 | 103x9")),
        ('d', Make.Book("50x9 | 54x9", "SPOT_ETH_USDT")),
        ('m', Make.Trade("104x1 buy")),
        ('x', Make.Gap()),
        ('y', Make.Gap(symbol: "SPOT_BTC_USDT")),
    ];

    [TestCase("-t-b-u-v-b-|", "-?-A-B-C---|", TestName = "A flat position has no further values")]
    [TestCase("-b-t-o-b-|", "---A-?-A-|", TestName = "A book without a mid price makes the profit unknown")]
    [TestCase("-b-t-x-x-b-|", "---A-a---A-|", TestName = "A gap makes the profit stale once")]
    [TestCase("-b-x-t-b-|", "-----a-A-|", TestName = "A fill after a gap is valued at a stale price until the next book")]
    [TestCase("-b-d-t-e-x----|", "-----A-D-(dd)-|", TestName = "A gap of all symbols makes each holding stale")]
    [TestCase("-b-d-t-e-y-d-b-|", "-----A-D-e-d-D-|", TestName = "A gap of one symbol does not make the other holding stale")]
    public void Values(string feed, string values)
    {
        using var m = EachSecond();
        var source = m.Feed(feed, Inputs);
        var profits = source.TrackOrders().MeasureProfit(source).Select(static value => (value.NetProfit, value.IsStale));

        m.Expect(profits).ToBe(
            values,
            ('?', (null, false)),
            ('A', (20m, false)),
            ('a', (20m, true)),
            ('B', (52m, false)),
            ('C', (100m, false)),
            ('D', (40m, false)),
            ('d', (40m, true)),
            ('e', (40m, true)));
        m.Run();
    }

    [TestCase(MarkPrice.Mid, "s", "102")]
    [TestCase(MarkPrice.Microprice, "s", "101.61538461538461538461538462")]
    [TestCase(MarkPrice.LastTrade, "m", "104")]
    [TestCase(MarkPrice.Sweep, "s", null)]
    public void Marks(MarkPrice mark, string input, string? price)
    {
        using var m = EachSecond();
        var feed = m.Feed($"-t-{input}|", Inputs);
        var marks = feed.TrackOrders().MeasureProfit(feed, new PortfolioOptions { Mark = mark }).Select(static value => value.Symbol!.Mark);

        m.Expect(marks).ToBe("-?-p|", ('?', null), ('p', price is null ? null : decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture)));
        m.Run();
    }

    [Test]
    public void The_sweep_mark_is_the_average_price_over_the_levels_needed_to_close()
    {
        using var m = EachSecond();
        var feed = m.Feed("-t-u-s|", Inputs);
        var marks = feed.TrackOrders().MeasureProfit(feed, new PortfolioOptions { Mark = MarkPrice.Sweep }).Skip(2).Select(static value => (value.Symbol!.Mark, value.NetProfit));

        // 4 at 101 and 2 at 99 for the 6 that are left.
        m.Expect(marks).ToBe("-----p|", ('p', (602m / 6, 4 * 10m + (602m / 6 * 6) - 600)));
        m.Run();
    }

    [Test]
    public void Live_and_replayed_values_are_the_same()
    {
        NexusMessage[] session = [T(1, 1, 5), Make.Book("101x9 | 103x9", timestamp: At(2)), Gap(), T(3, 2, 3, 110, order: 2, side: Side.Sell), Make.Book("99x9 | 103x9", timestamp: At(4))];

        var live = Run(session);
        Assert.That(Run(session), Is.EqualTo(live).And.Count.EqualTo(5));
    }

    [Test]
    public void Fees_reduce_profit_or_holding_by_asset_and_other_assets_count_after_conversion()
    {
        NexusMessage[] fills =
        [
            T(1, 1, 10, 100, fee: 3, feeAsset: "USDT"),
            T(2, 2, 10, 100, order: 2, fee: 0.5m, feeAsset: "BTC"),
            T(3, 3, 10, 100, order: 3, fee: 2, feeAsset: "XYZ"),
            T(4, 4, 10, 100, order: 4, fee: 7),
            Make.Book("101x9 | 103x9", timestamp: At(5)),
        ];

        var apart = Run(fills)[^1];
        Assert.That((apart.Symbol!.Holding, apart.FeeCost, apart.NetProfit, apart.HasUnconvertedFees), Is.EqualTo((39.5m, (decimal?)54m, (decimal?)26m, true)));
        Assert.That(apart.Symbol.UnconvertedFees, Is.EquivalentTo(new Dictionary<string, decimal> { [""] = 7, ["XYZ"] = 2 }));

        var converted = Run(fills, new PortfolioOptions { ConversionPrice = static (asset, quote) => (asset, quote) == ("XYZ", "USDT") ? 1.5m : null })[^1];
        Assert.That((converted.FeeCost, converted.NetProfit), Is.EqualTo(((decimal?)57m, (decimal?)23m)));
        Assert.That(converted.Symbol!.UnconvertedFees.Keys, Is.EqualTo(new[] { "" }));
    }

    [Test]
    public void Symbols_of_different_quote_assets_need_a_reporting_asset()
    {
        var other = Symbol.Parse("SPOT_ETH_EUR");
        NexusMessage[] session =
        [
            T(1, 1, 10, 100), T(2, 2, 10, 50, order: 2, symbol: other),
            Make.Book("101x9 | 103x9", timestamp: At(5)), Make.Book("51x9 | 53x9", other.ToString(), At(6)),
        ];

        var unknown = Run(session)[^1];
        Assert.That((unknown.Asset, unknown.NetProfit, unknown.Symbol!.NetProfit), Is.EqualTo(((string?)null, (decimal?)null, (decimal?)20m)));

        var known = Run(session, new PortfolioOptions { ReportingAsset = "USDT", ConversionPrice = static (asset, quote) => (asset, quote) == ("EUR", "USDT") ? 1.1m : null })[^1];
        Assert.That((known.Asset, known.NetProfit, known.NetExposure), Is.EqualTo(("USDT", (decimal?)42m, (decimal?)(1_020 + (520 * 1.1m)))));
    }

    [Test]
    public void A_function_for_prices_that_throws_ends_the_values_with_its_error()
    {
        var error = new InvalidOperationException("no price");
        var feed = new NexusFeed(new NexusMessage[] { T(1, 1, 1, fee: 1, feeAsset: "XYZ") }.ToObservable(System.Reactive.Concurrency.Scheduler.Immediate));
        Exception? thrown = null;
        using var profit = feed.TrackOrders().MeasureProfit(feed, new PortfolioOptions { ConversionPrice = (_, _) => throw error }).Subscribe(static _ => { }, e => thrown = e);
        using var connection = feed.Connect();

        Assert.That(thrown, Is.SameAs(error));
    }

    [Test]
    public void A_mark_costs_at_most_800_bytes()
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var values = 0;
        using var profit = feed.TrackOrders().MeasureProfit(feed).Subscribe(_ => values++);
        using var connection = feed.Connect();
        source.OnNext(T(1, 1, 5));
        Book[] books = [.. Enumerable.Range(0, 5_000).Select(static i => Make.Book($"{100 + (i % 7)}x9 | {110 + (i % 5)}x9", timestamp: At(2 + i)))];
        Push(books[..1_000]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Push(books[1_000..]);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 4_000;

        TestContext.Out.WriteLine($"{bytes} B a mark");
        Assert.That(values, Is.EqualTo(5_001));
        Assert.That(bytes, Is.LessThanOrEqualTo(800));

        void Push(Book[] pushed)
        {
            foreach (var book in pushed)
                source.OnNext(book);
        }
    }

    private static List<PortfolioValue> Run(NexusMessage[] messages, PortfolioOptions? options = null)
    {
        var feed = new NexusFeed(messages.ToObservable(System.Reactive.Concurrency.Scheduler.Immediate));
        var values = new List<PortfolioValue>();
        using var profit = feed.TrackOrders().MeasureProfit(feed, options).Subscribe(values.Add);
        using var connection = feed.Connect();
        return values;
    }
}
