using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Backtesting;

/// <summary>What each type of order does on arrival.</summary>
public sealed class PaperOrderTests
{
    private const string Market = "100x3 99x5 | 101x2 102x4 103x9";

    private static IEnumerable<TestCaseData> Orders()
    {
        yield return Case("A_market_order_takes_level_by_level", OrderRequest.Market(Make.Symbol, Side.Buy, 5), "NEW 1", "PARTIAL_FILLED 1 2 at 101", "FILLED 1 3 at 102");
        yield return Case("The_rest_of_a_market_order_is_canceled", OrderRequest.Market(Make.Symbol, Side.Sell, 10), "NEW 1", "PARTIAL_FILLED 1 3 at 100", "PARTIAL_FILLED 1 5 at 99", "CANCELLED 1");
        yield return Case("A_limit_order_takes_up_to_its_price_and_rests", Paper.Buy(7, 102), "NEW 1", "PARTIAL_FILLED 1 2 at 101", "PARTIAL_FILLED 1 4 at 102");
        yield return Case("A_limit_order_inside_the_spread_rests", Paper.Buy(7, 100.5m), "NEW 1");
        yield return Case("An_immediate_order_cancels_its_rest", Of(OrderType.ImmediateOrCancel, Side.Buy, 7, 102), "NEW 1", "PARTIAL_FILLED 1 2 at 101", "PARTIAL_FILLED 1 4 at 102", "CANCELLED 1");
        yield return Case("An_immediate_order_without_a_price_takes_any", Of(OrderType.ImmediateOrCancel, Side.Buy, 7, null), "NEW 1", "PARTIAL_FILLED 1 2 at 101", "PARTIAL_FILLED 1 4 at 102", "FILLED 1 1 at 103");
        yield return Case("A_fill_or_kill_order_fills_entirely", Of(OrderType.FillOrKill, Side.Buy, 6, 102), "NEW 1", "PARTIAL_FILLED 1 2 at 101", "FILLED 1 4 at 102");
        yield return Case("A_fill_or_kill_order_that_cannot_fill_takes_nothing", Of(OrderType.FillOrKill, Side.Buy, 6.5m, 102), "NEW 1", "CANCELLED 1");
        yield return Case("A_post_only_order_that_would_take_is_rejected", OrderRequest.PostOnly(Make.Symbol, Side.Buy, 1, 101), "REJECTED 1");
        yield return Case("A_post_only_order_rests", OrderRequest.PostOnly(Make.Symbol, Side.Buy, 1, 100), "NEW 1");
    }

    [TestCaseSource(nameof(Orders))]
    public void A_new_order_is_executed_by_its_type_on_arrival(OrderRequest order, string[] reports)
    {
        using var paper = new Paper();
        paper.Book(1, Market);
        var id = paper.Place(order);

        Assert.That(id.IsCompletedSuccessfully && id.Result == 1);
        Assert.That(paper.Reports.Select(static report => report[2..]), Is.EqualTo(reports));
        Assert.That(paper.Updates.Select(static update => update.OrderType).Distinct(), Is.EqualTo(new[] { order.Type }));
    }

    [TestCase(OrderType.Ask)]
    [TestCase(OrderType.Bid)]
    [TestCase(OrderType.Liquidate)]
    [TestCase(OrderType.Unknown)]
    public void Other_order_types_are_rejected(OrderType type)
    {
        using var paper = new Paper();
        Assert.That(paper.Place(Of(type, Side.Buy, 1, 100)).Exception?.InnerException, Is.TypeOf<OrderGatewayException>().With.Property("MayBeExecuted").False);
        Assert.That(paper.Place(Of(OrderType.Limit, Side.Buy, 1, null)).Exception?.InnerException?.Message, Is.EqualTo("The order has no price: Limit Buy SPOT_BTC_USDT -×1."));
    }

    [Test]
    public void A_quantity_fills_only_once_until_a_new_book_shows_it()
    {
        using var paper = new Paper();
        paper.Book(1, "100x3 | 101x6");
        _ = paper.Place(Paper.Buy(4, 101));
        _ = paper.Place(Paper.Buy(4, 101));
        Assert.That(paper.Fills.Sum(static fill => fill.ExecutedQuantity), Is.EqualTo(6));

        paper.Book(2, "100x3 | 101x6");
        Assert.That(paper.Fills.Sum(static fill => fill.ExecutedQuantity), Is.EqualTo(8));
        Assert.That(paper.Reports[^1], Is.EqualTo("2 FILLED 2 2 at 101"));
    }

    [Test]
    public void A_canceled_order_is_reported_once_and_receives_no_further_fills()
    {
        using var paper = new Paper();
        paper.Book(1, "100x3 | 102x6");
        _ = paper.Place(Paper.Buy(4, 101));
        Assert.That(paper.Exchange.CancelAsync(Make.Symbol, 1).Result, Is.True);
        Assert.That(paper.Exchange.CancelAsync(Make.Symbol, 1).Result, Is.False);
        paper.Trade(2, "100x9 sell");

        Assert.That(paper.Reports, Is.EqualTo(new[] { "1 NEW 1", "1 CANCELLED 1" }));
    }

    [Test]
    public void Orders_that_break_a_rule_are_rejected()
    {
        using var paper = new Paper(new PaperExchangeOptions { QuantityStep = 0.1m, PriceStep = 0.5m, MinNotional = 50 });
        paper.Book(1, "100x3 | 102x6");
        _ = paper.Place(Paper.Buy(1.05m, 100));
        _ = paper.Place(Paper.Buy(1, 100.3m));
        _ = paper.Place(Paper.Buy(0.4m, 100));
        _ = paper.Place(Paper.Buy(0.5m, 100));

        Assert.That(paper.Reports, Is.EqualTo(new[] { "1 REJECTED 1", "1 REJECTED 2", "1 REJECTED 3", "1 NEW 4" }));
    }

    [Test]
    public void Random_rejections_are_repeatable_and_near_their_rate()
    {
        var rejected = Rejected(7);
        Assert.That(Rejected(7), Is.EqualTo(rejected));
        Assert.That(Rejected(8), Is.Not.EqualTo(rejected));
        Assert.That(rejected, Has.Count.InRange(60, 140));

        static List<long> Rejected(int seed)
        {
            using var paper = new Paper(new PaperExchangeOptions { RejectionRate = 0.1, Seed = seed });
            paper.Book(1, "100x3 | 102x6");
            for (var i = 0; i < 1000; i++)
                _ = paper.Place(Paper.Buy(1, 100));
            return [.. paper.Updates.Where(static update => update.Status == OrderStatus.Rejected).Select(static update => update.OrderId)];
        }
    }

    [Test]
    public void After_a_gap_no_order_fills_until_the_next_book()
    {
        using var paper = new Paper();
        paper.Book(1, "100x3 | 101x6");
        paper.Say(Make.Gap());
        _ = paper.Place(OrderRequest.Market(Make.Symbol, Side.Buy, 1));
        _ = paper.Place(Paper.Buy(2, 101));
        paper.Book(2, "100x3 | 101x6");

        Assert.That(paper.Reports, Is.EqualTo(new[] { "1 NEW 1", "1 CANCELLED 1", "1 NEW 2", "2 FILLED 2 2 at 101" }));
    }

    [Test]
    public void Order_events_of_the_recording_are_omitted()
    {
        using var paper = new Paper();
        paper.Say(Make.Order("100x1 buy"));
        paper.Say(Make.Transaction("100x1 buy"));

        Assert.That(paper.Updates.Count + paper.Fills.Count, Is.Zero);
    }

    private static OrderRequest Of(OrderType type, Side side, decimal quantity, decimal? price) =>
        new() { Symbol = Make.Symbol, Side = side, Type = type, Quantity = quantity, Price = price };

    private static TestCaseData Case(string name, OrderRequest order, params string[] reports) => new TestCaseData(order, reports).SetName(name);
}
