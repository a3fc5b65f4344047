using System.Globalization;
using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Backtesting;

/// <summary>How trades and books fill the orders that wait.</summary>
public sealed class PaperQueueTests
{
    [Test]
    public void A_trade_fills_what_exceeds_the_quantity_ahead()
    {
        using var paper = new Paper();
        paper.Book(1, "100x5 | 101x5");
        _ = paper.Place(Paper.Buy(4, 100));
        paper.Trade(2, "100x3 sell");
        paper.Trade(3, "100x3 sell");
        paper.Trade(4, "100x2 buy");
        paper.Trade(5, "100x9 sell");

        Assert.That(paper.Reports, Is.EqualTo(new[] { "1 NEW 1", "3 PARTIAL_FILLED 1 1 at 100", "5 FILLED 1 3 at 100" }));
    }

    [TestCase("1000000000000000000000", "0.00000001")]
    [TestCase("100000000000", "0.000000000000000001")]
    [TestCase("70000000000000000000000000000", "1")]
    public void A_trade_of_any_size_fills_an_order(string quantity, string step)
    {
        foreach (var model in new[] { QueueModel.RiskAverse, QueueModel.First, QueueModel.LogProbability })
        {
            using var paper = new Paper(new PaperExchangeOptions { Queue = model, QuantityStep = decimal.Parse(step, CultureInfo.InvariantCulture) });
            paper.Book(1, "100x5 | 101x5");
            _ = paper.Place(Paper.Buy(4, 100));
            paper.Trade(2, $"100x{quantity} sell");
            paper.Trade(3, $"100x{quantity} sell");

            Assert.That(paper.Reports, Is.EqualTo(new[] { "1 NEW 1", "2 FILLED 1 4 at 100" }));
        }
    }

    [Test]
    public void Own_orders_share_a_trade_in_the_order_of_price_and_time()
    {
        using var paper = new Paper();
        paper.Book(1, "100x5 | 101x5");
        _ = paper.Place(Paper.Buy(2, 100));
        paper.Book(2, "100x8 | 101x5");
        _ = paper.Place(Paper.Buy(1, 100));
        _ = paper.Place(Paper.Buy(1, 100.5m));
        paper.Trade(3, "100x10 sell");

        // 1 at 100.5, then 5 ahead, 2 own, and 2 of the 3 that joined between the two own orders.
        Assert.That(paper.Reports.Skip(3), Is.EqualTo(new[] { "3 FILLED 3 1 at 100.5", "3 FILLED 1 2 at 100" }));
        paper.Trade(4, "100x1.5 sell");
        Assert.That(paper.Reports[^1], Is.EqualTo("4 PARTIAL_FILLED 2 0.5 at 100"));
    }

    [TestCase(PaperFillRule.ShownQuantity, "2 PARTIAL_FILLED 1 1.5 at 100")]
    [TestCase(PaperFillRule.WholeOrder, "2 FILLED 1 4 at 100")]
    public void A_trade_at_a_worse_price_fills_by_the_rule(PaperFillRule rule, string report)
    {
        using var paper = new Paper(new PaperExchangeOptions { FillRule = rule });
        paper.Book(1, "100x5 | 101x5");
        _ = paper.Place(Paper.Buy(4, 100));
        paper.Trade(2, "99x1.5 sell");
        Assert.That(paper.Reports[^1], Is.EqualTo(report));
    }

    [TestCase(PaperFillRule.ShownQuantity, "2 PARTIAL_FILLED 1 3 at 100")]
    [TestCase(PaperFillRule.WholeOrder, "2 FILLED 1 4 at 100")]
    public void A_book_that_crosses_the_limit_price_fills_the_order_by_the_fill_rule(PaperFillRule rule, string report)
    {
        using var paper = new Paper(new PaperExchangeOptions { FillRule = rule });
        paper.Book(1, "100x5 | 101x5");
        _ = paper.Place(Paper.Buy(4, 100));
        paper.Book(2, "98x1 | 99x2 100x1 101x9");
        Assert.That(paper.Reports[^1], Is.EqualTo(report));
    }

    [TestCase(PaperFillRule.ShownQuantity, "3 FILLED 1 1 at 98")]
    [TestCase(PaperFillRule.WholeOrder, "2 FILLED 1 1 at 98")]
    public void An_order_beyond_the_shown_levels_waits_until_its_level_is_shown(PaperFillRule rule, string report)
    {
        using var paper = new Paper(new PaperExchangeOptions { FillRule = rule });
        paper.Book(1, "100x5 99x5 | 101x5");
        _ = paper.Place(Paper.Buy(1, 98));
        paper.Trade(2, "98x3 sell");
        paper.Book(2, "98x2 97x1 | 101x5");
        paper.Trade(3, "98x3 sell");
        Assert.That(paper.Reports[^1], Is.EqualTo(report));
    }

    [Test]
    public void The_whole_order_rule_fills_an_immediately_executed_limit_order_completely()
    {
        using var paper = new Paper(new PaperExchangeOptions { FillRule = PaperFillRule.WholeOrder, Fees = new FeeSchedule { Maker = 1, Taker = 2 } });
        paper.Book(1, "100x5 | 101x1 102x2");
        _ = paper.Place(Paper.Buy(9, 102));

        Assert.That(paper.Reports, Is.EqualTo(new[] { "1 NEW 1", "1 PARTIAL_FILLED 1 1 at 101", "1 PARTIAL_FILLED 1 2 at 102", "1 FILLED 1 6 at 102" }));
        Assert.That(paper.Fills.Select(static fill => fill.Fee / (fill.ExecutedPrice * fill.ExecutedQuantity)), Is.All.EqualTo(2));
    }

    [Test]
    public void The_queue_model_decides_whether_canceled_quantity_was_ahead_or_behind()
    {
        Assert.That(FilledBy(QueueModel.RiskAverse), Is.Zero);
        Assert.That(FilledBy(QueueModel.First), Is.EqualTo(3));
        Assert.That(FilledBy(QueueModel.Probability(new Ahead())), Is.EqualTo(3));

        // Half of the level joins behind, then half of it leaves: 5 of 10 are ahead, so p = 1/2 and 2.5 of the 5 that left were ahead.
        Assert.That(FilledBy(QueueModel.PowerProbability(2)), Is.EqualTo(0.5m));
        Assert.That(FilledBy(QueueModel.LogProbability), Is.EqualTo(0.5m));

        static decimal FilledBy(QueueModel model)
        {
            using var paper = new Paper(new PaperExchangeOptions { Queue = model });
            paper.Book(1, "100x5 | 101x5");
            _ = paper.Place(Paper.Buy(9, 100));
            paper.Book(2, "100x10 | 101x5");
            paper.Book(3, "100x5 | 101x5");
            paper.Trade(4, "100x3 sell");
            return paper.Fills.Sum(static fill => fill.ExecutedQuantity);
        }
    }

    [Test]
    public void Sell_orders_mirror_buy_orders()
    {
        using var paper = new Paper();
        paper.Book(1, "100x5 | 101x5");
        _ = paper.Place(Paper.Sell(4, 101));
        paper.Trade(2, "101x6 buy");
        paper.Trade(3, "102x2 buy");
        paper.Book(4, "101x9 | 103x1");

        Assert.That(paper.Reports, Is.EqualTo(new[] { "1 NEW 1", "2 PARTIAL_FILLED 1 1 at 101", "3 PARTIAL_FILLED 1 2 at 101", "4 FILLED 1 1 at 101" }));
    }

    [Test]
    public void Symbols_are_independent()
    {
        using var paper = new Paper();
        paper.Book(1, "100x5 | 101x5");
        _ = paper.Place(Paper.Buy(4, 100));
        paper.Say(Make.Trade("99x9 sell", "SPOT_ETH_USDT"));
        Assert.That(paper.Reports, Is.EqualTo(new[] { "1 NEW 1" }));
    }

    /// <summary>Everything that leaves was ahead.</summary>
    private sealed class Ahead : QueueProbability
    {
        public override double Behind(double front, double back) => 0;
    }
}
