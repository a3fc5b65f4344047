using System.Globalization;
using Nexus.Simulator.Flow;
using Nexus.Simulator.Matching;
using MarketOrderEvent = Nexus.Simulator.Flow.OrderEvent;

namespace Nexus.Examples.Tests.Simulator;

public sealed class MarketTests
{
    private static readonly TimeSpan Tenth = TimeSpan.FromMilliseconds(100);

    [Test]
    public void Equal_seeds_and_symbols_give_equal_markets_and_different_ones_different_markets()
    {
        var first = Tell(Open("SPOT_BTC_USDT", seed: 7));

        Assert.That(Tell(Open("SPOT_BTC_USDT", seed: 7)), Is.EqualTo(first));
        Assert.That(Tell(Open("SPOT_BTC_USDT", seed: 8)), Is.Not.EqualTo(first));
        Assert.That(Tell(Open("SPOT_ETH_USDT", seed: 7)), Is.Not.EqualTo(first));
    }

    [TestCase(0.5)]
    [TestCase(20)]
    [TestCase(100)]
    [TestCase(5000)]
    public void At_any_rate_and_seed_the_demo_order_fills_in_parts_within_five_seconds(double rate)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var reports = Reports(Open(seed: seed, rate: rate), TimeSpan.FromSeconds(5));
            var first = reports.Where(r => r.Order.Id == reports[0].Order.Id).Select(r => r.Status).ToList();

            Assert.That(first[0], Is.EqualTo("NEW"));
            Assert.That(first[1], Is.EqualTo("PARTIAL_FILLED"));
            Assert.That(first[^1], Is.EqualTo("FILLED"));
        }
    }

    [TestCase(0.5)]
    [TestCase(100)]
    [TestCase(2000)]
    public void Within_thirty_seconds_one_order_is_cancelled_and_one_rejected(double rate)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var reports = Reports(Open(seed: seed, rate: rate), TimeSpan.FromSeconds(30)).Select(r => r.Status).ToList();

            Assert.That(reports, Does.Contain("CANCELLED"));
            Assert.That(reports, Does.Contain("REJECTED"));
        }
    }

    [Test]
    public void Every_trade_is_at_the_price_of_a_level_in_the_book_before_it()
    {
        var market = Open(bookInterval: TimeSpan.Zero, depth: 200);
        var before = market.Book();
        var trades = 0;
        foreach (var events in Steps(market, TimeSpan.FromSeconds(30)))
        {
            foreach (var trade in events.OfType<TradeEvent>())
            {
                trades++;
                var resting = trade.Side == OrderSide.Buy ? before.Asks : before.Bids;
                var atPrice = events.OfType<TradeEvent>().Where(t => t.Price == trade.Price).Sum(t => t.Quantity);

                // An order that is placed and executed in the same step was not in the previous book; there is no such order.
                Assert.That(resting.Single(level => level.Price == trade.Price).Quantity, Is.GreaterThanOrEqualTo(atPrice));
            }

            before = events.OfType<BookEvent>().Last();
        }

        Assert.That(trades, Is.GreaterThan(500));
    }

    [Test]
    public void A_published_book_is_complete_uncrossed_and_best_first()
    {
        foreach (var book in Steps(Open(rate: 1000), TimeSpan.FromSeconds(20)).SelectMany(events => events).OfType<BookEvent>())
        {
            Assert.That(book.Asks, Has.Count.EqualTo(20).And.Ordered.By(nameof(BookLevel.Price)));
            Assert.That(book.Bids, Has.Count.EqualTo(20).And.Ordered.By(nameof(BookLevel.Price)).Descending);
            Assert.That(book.Bids[0].Price, Is.LessThan(book.Asks[0].Price));
            Assert.That(book.Asks.Concat(book.Bids), Has.All.Property(nameof(BookLevel.Quantity)).GreaterThan(0m));
        }
    }

    [Test]
    public void Each_fill_of_an_order_gives_one_update_one_transaction_and_one_trade_and_they_agree()
    {
        var events = Steps(Open(rate: 500), TimeSpan.FromSeconds(120)).SelectMany(e => e).ToList();
        var fills = events.OfType<MarketOrderEvent>().Where(e => e.ExecutedQuantity > 0).Select(e => (e.Order.Id, e.ExecutedPrice, e.ExecutedQuantity)).ToList();
        var transactions = events.OfType<TransactionEvent>().ToList();

        Assert.That(fills, Has.Count.GreaterThan(20));
        Assert.That(transactions.Select(t => (t.Order.Id, t.Price, t.Quantity)), Is.EqualTo(fills));
        Assert.That(transactions.Select(t => t.Id), Is.Unique);
        var trades = events.OfType<TradeEvent>().Select(t => (t.Price, t.Quantity)).ToHashSet();
        Assert.That(transactions.Select(t => trades.Contains((t.Price, t.Quantity))), Has.All.True);
    }

    [Test]
    public void The_executions_of_an_order_add_up_to_its_final_status()
    {
        var orders = Reports(Open(rate: 500), TimeSpan.FromSeconds(120)).GroupBy(r => r.Order).ToList();
        foreach (var reports in orders)
        {
            var executed = reports.Sum(r => r.ExecutedQuantity);
            var last = reports.Last().Status;
            if (last == "FILLED")
                Assert.That(executed, Is.EqualTo(reports.Key.Quantity));
            else
                Assert.That(executed, Is.LessThan(reports.Key.Quantity), last);
            Assert.That(reports.Select(r => r.Status).SkipLast(1), Has.None.AnyOf("FILLED", "CANCELLED", "REJECTED"));
        }

        Assert.That(orders.Select(o => o.Last().Status).Distinct(), Is.SupersetOf(new[] { "FILLED", "CANCELLED", "REJECTED" }));
    }

    [Test]
    public void Orders_from_outside_trade_with_the_crowd_and_are_reported_to_their_owner()
    {
        var market = Open();
        var ask = market.Book().Asks[0];

        var bought = market.Submit("me", OrderSide.Buy, OrderKind.Limit, ask.Price, ask.Quantity + 1);
        var id = bought.OfType<MarketOrderEvent>().First().Order.Id;

        Assert.That(bought.OfType<MarketOrderEvent>().First().Status, Is.EqualTo("NEW"));
        Assert.That(bought.OfType<MarketOrderEvent>().Sum(e => e.ExecutedQuantity), Is.EqualTo(ask.Quantity));
        Assert.That(bought.OfType<MarketOrderEvent>().Select(e => e.Order.Owner), Has.All.EqualTo("me"));
        Assert.That(market.Cancel("somebody else", id), Is.Empty);
        Assert.That(market.Cancel("me", id).OfType<MarketOrderEvent>().Single().Status, Is.EqualTo("CANCELLED"));
        Assert.That(market.Cancel("me", id), Is.Empty);
    }

    [Test]
    public void An_order_off_the_grid_or_beyond_the_band_is_rejected([Values("0.05", "61800.05", "1", "900000")] string price)
    {
        var events = Open().Submit("me", OrderSide.Buy, OrderKind.Limit, decimal.Parse(price, CultureInfo.InvariantCulture), 1);

        Assert.That(events.OfType<MarketOrderEvent>().Single().Status, Is.EqualTo("REJECTED"));
    }

    private static Market Open(string symbol = "SPOT_BTC_USDT", int seed = 7, double rate = 100, int depth = 20, TimeSpan? bookInterval = null) =>
        new(Instrument.Of(symbol), seed, rate, depth, bookInterval ?? Tenth, slot: 1);

    private static IEnumerable<IReadOnlyList<MarketEvent>> Steps(Market market, TimeSpan until)
    {
        while (market.NextStep <= until)
            yield return market.Step();
    }

    private static List<MarketOrderEvent> Reports(Market market, TimeSpan until) => [.. Steps(market, until).SelectMany(events => events).OfType<MarketOrderEvent>()];

    private static List<string> Tell(Market market)
    {
        var told = new List<string>();
        while (market.NextStep < TimeSpan.FromSeconds(10))
        {
            var at = market.NextStep;
            told.AddRange(market.Step().Select(e => string.Create(CultureInfo.InvariantCulture, $"{at} {Show(e)}")));
        }

        return told;
    }

    private static string Show(MarketEvent happened) => happened switch
    {
        BookEvent book => string.Join(' ', book.Asks) + string.Join(' ', book.Bids),
        MarketOrderEvent update => $"{update.Order.Id} {update.Status} {update.ExecutedPrice} {update.ExecutedQuantity}",
        TransactionEvent transaction => $"{transaction.Id} {transaction.Order.Id} {transaction.Price} {transaction.Quantity}",
        _ => happened.ToString(),
    };
}
