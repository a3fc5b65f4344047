namespace Nexus.Reactive.Tests.Decoding;

/// <summary>The samples of the exchange's own document as printed, including comments and trailing commas.</summary>
public sealed class DocumentSampleTests
{
    private static readonly Symbol BtcUsdt = Symbol.Parse("SPOT_BTC_USDT");
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeMilliseconds(1564710591905);

    [Test]
    public void Book() => Assert.That(NexusDecoder.Decode("""
        {
           "event": "BOOK",
           "symbol": "SPOT_BTC_USDT",
           "timestamp": 1564710591905,
           "data": {
               "asks": [{
                   "price": 123,
                   "quantity": 0.1
               },
               // ...skip
               ],
               "bids": [{
                   "price": 100,
                   "quantity": 0.1
               },
               // ...skip
               ]
           }
        }
        """), Is.EqualTo(new Book(BtcUsdt, Time, [new(123, 0.1m)], [new(100, 0.1m)])));

    [Test]
    public void Trade() => Assert.That(NexusDecoder.Decode("""
        {
            "event": "TRADE",
            "symbol": "SPOT_BTC_USDT",
            "timestamp": 1566455535271,
            "data": {
                "price": 10005.67,
                "quantity": 0.002099,
                "side": "SELL"
            }
        }
        """), Is.EqualTo(new Trade(BtcUsdt, DateTimeOffset.FromUnixTimeMilliseconds(1566455535271), 10005.67m, 0.002099m, Side.Sell)));

    [Test]
    public void Order_update() => Assert.That(NexusDecoder.Decode("""
        {
           "event": "ORDER_UPDATE",
           "timestamp": 1564710591905,
           "data": {
               "symbol": "SPOT_BTC_USDT",
               "order_type": "LIMIT",
               "order_price": 123,
               "order_quantity": 0.1,
               "order_id": 254558,
               "executed_price": 124,
               "executed_quantity": 0.05,
               "side": "SELL",
               "status": "PARTIAL_FILLED"
           }
        }
        """), Is.EqualTo(new OrderUpdate
    {
        Timestamp = Time,
        Symbol = BtcUsdt,
        OrderId = 254558,
        OrderType = OrderType.Limit,
        OrderTypeText = "LIMIT",
        Side = Side.Sell,
        Status = OrderStatus.PartiallyFilled,
        StatusText = "PARTIAL_FILLED",
        OrderPrice = 123,
        OrderQuantity = 0.1m,
        ExecutedPrice = 124,
        ExecutedQuantity = 0.05m,
    }));

    [Test]
    public void Transaction() => Assert.That(NexusDecoder.Decode("""
        {
           "event": "TRANSACTION",
           "timestamp": 1564710591905,
           "data": {
               "id": 5, // transaction id
               "symbol": "SPOT_BTC_USDT",
               "order_id": 254558,
               "executed_price": 124,
               "executed_quantity": 0.05,
               "side": "SELL",
           }
        }
        """), Is.EqualTo(new Transaction
    {
        Timestamp = Time,
        Id = 5,
        Symbol = BtcUsdt,
        OrderId = 254558,
        ExecutedPrice = 124,
        ExecutedQuantity = 0.05m,
        Side = Side.Sell,
    }));

    [Test]
    public void The_documented_ping_is_malformed_because_a_comma_is_missing() => Assert.Multiple(() =>
    {
        Assert.That(
            NexusDecoder.Decode("{\n   \"event\": \"PING\"\n   \"timestamp\": 1564710591905,\n}"),
            Is.TypeOf<MalformedMessage>().With.Property("Reason").Contains("(line 3, position 3)"));
        Assert.That(NexusDecoder.Decode("{\n   \"event\": \"PING\",\n   \"timestamp\": 1564710591905,\n}"), Is.EqualTo(new Ping(Time)));
    });
}
