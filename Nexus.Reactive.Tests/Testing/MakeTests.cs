using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

public sealed class MakeTests
{
    [Test]
    public void A_book_is_bids_a_bar_and_asks()
    {
        var book = Make.Book("99x2 100x9 | 101.5x0.25");
        Assert.Multiple(() =>
        {
            Assert.That(book.Bids, Is.EqualTo(new[] { new Level(100, 9), new Level(99, 2) }));
            Assert.That(book.Asks, Is.EqualTo(new[] { new Level(101.5m, 0.25m) }));
            Assert.That(book.Symbol, Is.EqualTo(Symbol.Parse("SPOT_BTC_USDT")));
            Assert.That(book.Timestamp, Is.EqualTo(Marbles.DefaultStart));
            Assert.That(Make.Book("|").Bids, Is.Empty);
            Assert.That(Make.Book("1x1|", "SPOT_ETH_USDT", DateTimeOffset.UnixEpoch), Is.EqualTo(new Book(Symbol.Parse("SPOT_ETH_USDT"), DateTimeOffset.UnixEpoch, [], [new Level(1, 1)])));
        });
    }

    [Test]
    public void A_trade_is_price_quantity_and_side() => Assert.That(
        Make.Trade("99x1.5 sell"), Is.EqualTo(new Trade(Make.Symbol, Marbles.DefaultStart, 99, 1.5m, Side.Sell)));

    [Test]
    public void An_order_created_by_Make_has_default_values() => Assert.Multiple(() =>
    {
        var order = new OrderUpdate
        {
            Timestamp = Marbles.DefaultStart,
            Symbol = Make.Symbol,
            OrderId = 1,
            OrderType = OrderType.Limit,
            OrderTypeText = "LIMIT",
            Side = Side.Buy,
            Status = OrderStatus.New,
            StatusText = "NEW",
            OrderPrice = 100,
            OrderQuantity = 5,
        };
        Assert.That(Make.Order("100x5 buy"), Is.EqualTo(order));
        Assert.That(Make.Order("100x5 sell", id: 7, status: OrderStatus.PartiallyFilled, executed: 2, total: 3), Is.EqualTo(order with
        {
            OrderId = 7,
            Side = Side.Sell,
            Status = OrderStatus.PartiallyFilled,
            StatusText = "PARTIAL_FILLED",
            ExecutedPrice = 100,
            ExecutedQuantity = 2,
            AggregatedExecutedQuantity = 3,
        }));
        Assert.That(Make.Order("100x5 buy", type: OrderType.Market, executed: 5, executedPrice: 101, status: OrderStatus.Filled).OrderPrice, Is.Null);
    });

    [Test]
    public void Order_types_and_statuses_use_the_words_of_the_exchange() => Assert.Multiple(static () =>
    {
        foreach (var type in Enum.GetValues<OrderType>())
            Assert.That(Heard(Make.Order("100x5 buy", type: type)).OrderType, Is.EqualTo(type));
        foreach (var status in Enum.GetValues<OrderStatus>())
            Assert.That(Heard(Make.Order("100x5 buy", status: status)).Status, Is.EqualTo(status));
        Assert.That(Make.Order("100x5 buy", type: OrderType.Unknown, status: OrderStatus.Unknown), Has.Property("OrderTypeText").EqualTo("UNKNOWN").And.Property("StatusText").EqualTo("UNKNOWN"));

        static OrderUpdate Heard(OrderUpdate made) => (OrderUpdate)NexusDecoder.Decode(
            $$$"""{"event":"ORDER_UPDATE","timestamp":1,"data":{"symbol":"SPOT_BTC_USDT","order_id":1,"order_type":"{{{made.OrderTypeText}}}","side":"BUY","status":"{{{made.StatusText}}}"}}""");
    });

    [Test]
    public void A_transaction_is_a_fill_of_an_order() => Assert.That(
        Make.Transaction("100x2 buy", id: 5, orderId: 7), Is.EqualTo(new Transaction
        {
            Timestamp = Marbles.DefaultStart,
            Id = 5,
            Symbol = Make.Symbol,
            OrderId = 7,
            ExecutedPrice = 100,
            ExecutedQuantity = 2,
            Side = Side.Buy,
        }));

    [TestCase("100x9 101x1")]
    [TestCase("100 | 101x1")]
    [TestCase("100y9 | 101x1")]
    [TestCase("1x1 | 2x2 | 3x3")]
    [TestCase("1,5x1 |")]
    public void The_error_shows_a_text_that_is_not_a_book(string text) =>
        Assert.That(() => Make.Book(text), Throws.TypeOf<MarbleException>().With.Message.Contains("this is \""));

    [TestCase("100x9")]
    [TestCase("100x9 hold")]
    [TestCase("buy 100x9")]
    public void The_error_shows_a_text_that_is_not_a_trade(string text) =>
        Assert.That(() => Make.Trade(text), Throws.TypeOf<MarbleException>().With.Message.Contains("this is \""));

    [Test]
    public void A_symbol_may_be_given_as_text_or_as_a_symbol()
    {
        var eth = Symbol.Parse("SPOT_ETH_USDT");
        NexusMessage[] messages =
        [
            Make.Book("1x1 | 2x1", eth), Make.Trade("1x1 buy", eth), Make.Order("1x1 buy", eth), Make.Transaction("1x1 buy", eth), Make.Gap(eth), Make.Resumed(eth),
        ];

        Assert.That(messages, Is.EqualTo(new NexusMessage[]
        {
            Make.Book("1x1 | 2x1", $"{eth}"), Make.Trade("1x1 buy", $"{eth}"), Make.Order("1x1 buy", symbol: $"{eth}"), Make.Transaction("1x1 buy", symbol: $"{eth}"),
            new FeedGap("cut", eth), new FeedResumed(eth),
        }));
        Assert.That((Make.Resumed(), Make.Resumed($"{eth}")), Is.EqualTo((new FeedResumed(), new FeedResumed(eth))));
    }

    [Test]
    public void A_gap_may_be_of_one_symbol()
    {
        Assert.That(Make.Gap().Symbol, Is.Null);
        Assert.That(Make.Gap("cut", "SPOT_ETH_USDT").Symbol, Is.EqualTo(Symbol.Parse("SPOT_ETH_USDT")));
    }
}
