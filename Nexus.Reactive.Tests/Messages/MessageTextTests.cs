using System.Globalization;

namespace Nexus.Reactive.Tests.Messages;

/// <summary>Verifies that the text of every message, value, fault and diff is one short line that is the same in every culture.</summary>
public sealed class MessageTextTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    private static readonly DateTimeOffset At = new(2024, 8, 9, 1, 54, 15, 7, TimeSpan.FromHours(2));

    private static readonly Book Book = new(Btc, At, [new(101.5m, 1.25m)], [new(100.5m, 2.5m)]);

    private static readonly OrderUpdate Update = new()
    {
        Timestamp = At,
        Symbol = Btc,
        OrderId = -254558,
        OrderType = OrderType.Limit,
        OrderTypeText = "LIMIT",
        Side = Side.Sell,
        Status = OrderStatus.PartiallyFilled,
        StatusText = "PARTIAL_FILLED",
        OrderPrice = 123.5m,
        OrderQuantity = 0.1m,
        ExecutedPrice = 124.5m,
        ExecutedQuantity = 0.05m,
        AggregatedExecutedQuantity = 0.07m,
    };

    private static readonly Transaction Transaction = new()
    {
        Timestamp = At,
        Id = -5,
        Symbol = Btc,
        OrderId = 254558,
        ExecutedPrice = 124.5m,
        ExecutedQuantity = 0.05m,
        Side = Side.Buy,
        Fee = -0.001m,
        FeeAsset = "BTC",
    };

    private static readonly (object Value, string Text)[] Lines =
    [
        (new Ping(At), "Ping 2024-08-08T23:54:15.007Z"),
        (Book, "Book SPOT_BTC_USDT 2024-08-08T23:54:15.007Z bid 100.5×2.5 ask 101.5×1.25 (1 bids, 1 asks)"),
        (new Trade(Btc, At, 100.50m, 2.5m, Side.Buy), "Trade SPOT_BTC_USDT 2024-08-08T23:54:15.007Z Buy 100.50×2.5"),
        (Update, "OrderUpdate SPOT_BTC_USDT 2024-08-08T23:54:15.007Z order -254558 LIMIT Sell 123.5×0.1 PARTIAL_FILLED executed 124.5×0.05 total 0.07"),
        (Update with { OrderPrice = null, OrderQuantity = null, ExecutedPrice = null, AggregatedExecutedQuantity = null, StatusText = "A\nB" },
            "OrderUpdate SPOT_BTC_USDT 2024-08-08T23:54:15.007Z order -254558 LIMIT Sell -×- A\\nB executed -×0.05 total -"),
        (Transaction, "Transaction SPOT_BTC_USDT 2024-08-08T23:54:15.007Z id -5 order 254558 Buy 124.5×0.05 fee -0.001 BTC"),
        (Transaction with { Fee = null, FeeAsset = null }, "Transaction SPOT_BTC_USDT 2024-08-08T23:54:15.007Z id -5 order 254558 Buy 124.5×0.05 fee -"),
        (new FeedGap("cut\r\nhere", Btc) { Since = At }, "FeedGap SPOT_BTC_USDT 2024-08-08T23:54:15.007Z cut\\r\\nhere"),
        (new FeedGap("cut"), "FeedGap all 1970-01-01T00:00:00.000Z cut"),
        (new FeedResumed(Btc), "FeedResumed SPOT_BTC_USDT"),
        (new FeedResumed(), "FeedResumed all"),
        (new UnknownMessage("NEWS\u2028", "{\n\"event\":\"NEWS\"}"), "Unknown NEWS\\u2028: {\\n\"event\":\"NEWS\"}"),
        (new MalformedMessage(new string('x', 100), "not JSON\u001b"), $"Malformed not JSON\\u001b: {new string('x', 60)}…"),
        (Book.CumulativeDepth(BookSide.Ask)[0], "101.5×1.25"),
        (Book.Sweep(Side.Buy, 2.5m), "1.25 @ 101.5, worst 101.5, partial"),
        (new LevelChange(BookSide.Ask, 101.5m, 0, 1.25m), "Ask 101.5 0→1.25"),
        (new BookDiff(Btc, At, [new LevelChange(BookSide.Ask, 101.5m, 0, 1.25m)], isInitial: true), "BookDiff SPOT_BTC_USDT 2024-08-08T23:54:15.007Z initial, 1 changes"),
        (new TopOfBook(Btc, At, new Level(100.5m, 2.5m), null), "TopOfBook SPOT_BTC_USDT 2024-08-08T23:54:15.007Z bid 100.5×2.5 ask -"),
        (new ClockFault(new Ping(At), At, At.AddHours(-2)), "ClockFault 2024-08-08T23:54:15.007Z at 2024-08-08T21:54:15.007Z: Ping 2024-08-08T23:54:15.007Z"),
        (new SubscriberFault("Trades", Item: null, new FormatException("two\nlines")), "SubscriberFault Trades: FormatException: two\\nlines"),
        (new FeedLag(At, TimeSpan.FromMilliseconds(1.5), TimeSpan.FromMilliseconds(-0.25)), "FeedLag 2024-08-08T23:54:15.007Z 1.5 ms, clock offset -0.25 ms"),
        (new Buffered<decimal>(1.5m, 2), "1.5, 2 dropped"),
        (new Stale<decimal>(IsStale: true, 1.5m), "stale, last 1.5"),
        (new Stale<decimal>(IsStale: false, 1.5m), "1.5"),
    ];

    [TestCase("")]
    [TestCase("de-DE")]
    [TestCase("ar-SA")]
    [TestCase("fa-IR")]
    [TestCase("sv-SE")]
    public void ToString_does_not_depend_on_the_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.Multiple(static () =>
            {
                foreach (var (value, text) in Lines)
                    Assert.That(value.ToString(), Is.EqualTo(text));
            });
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Every_kind_of_message_has_a_one_line_text() => Assert.That(
        Lines.Select(static line => line.Value.GetType()).Where(typeof(NexusMessage).IsAssignableFrom).Distinct(),
        Is.EquivalentTo(typeof(NexusMessage).Assembly.GetTypes().Where(static type => type.BaseType == typeof(NexusMessage))));
}
