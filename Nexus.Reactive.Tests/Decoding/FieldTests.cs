namespace Nexus.Reactive.Tests.Decoding;

/// <summary>The requirements of each field of each event, and the reason reported if they are not met.</summary>
public sealed class FieldTests
{
    private static IEnumerable<TestCaseData> Required()
    {
        foreach (var (json, fields) in ((string, string)[])[
            (Samples.Ping, "timestamp"),
            (Samples.Book, "symbol timestamp data data.asks data.bids"),
            (Samples.Trade, "symbol timestamp data data.price data.quantity data.side"),
            (Samples.OrderUpdate, "timestamp data data.symbol data.order_id data.order_type data.side data.status"),
            (Samples.Transaction, "timestamp data data.id data.symbol data.order_id data.executed_price data.executed_quantity data.side"),
            (Samples.Gap, "data data.reason")])
        {
            foreach (var field in fields.Split(' '))
                yield return new TestCaseData(json, field);
        }
    }

    [TestCaseSource(nameof(Required))]
    public void A_message_is_malformed_if_a_required_field_is_missing_null_or_of_the_wrong_type(string json, string field)
    {
        Assert.That(NexusDecoder.Decode(json), Is.Not.TypeOf<MalformedMessage>());
        var leaf = field.Split('.')[^1];
        var start = json[(json.IndexOf(":\"", StringComparison.Ordinal) + 2)..json.IndexOf("\",", StringComparison.Ordinal)] + ": " + field + " is ";

        Assert.Multiple(() =>
        {
            Assert.That(Samples.GetReason(Rename(json, leaf)), Is.EqualTo(start + "missing"));
            Assert.That(Samples.GetReason(Append(json, field, "null")), Does.StartWith(start + "null but must be "));
            Assert.That(Samples.GetReason(Append(json, field, "true")), Does.StartWith(start + "true but must be "));
            if (leaf is not "data")
                Assert.That(Samples.GetReason(Append(json, field, """{"a":[1]}""")), Does.StartWith(start + "an object but must be "));
            if (leaf is not ("asks" or "bids"))
                Assert.That(Samples.GetReason(Append(json, field, "[[1],{}]")), Does.StartWith(start + "an array but must be "));
        });
    }

    [TestCase("0", "0 but must be above 0")]
    [TestCase("-1", "-1 but must be above 0")]
    [TestCase("-1e-28", "-1e-28 but must be above 0")]
    [TestCase("\"abc\"", "\"abc\" but must be a number")]
    public void A_price_must_be_above_0(string price, string fault) => Assert.Multiple(() =>
    {
        Assert.That(Samples.GetReason(Samples.TradeAt(price)), Is.EqualTo("TRADE: data.price is " + fault));
        Assert.That(Samples.GetReason(Samples.Transaction.With("executed_price", price)), Is.EqualTo("TRANSACTION: data.executed_price is " + fault));
        Assert.That(
            Samples.GetReason(Samples.Book.Replace("101.5", price, StringComparison.Ordinal)), Is.EqualTo("BOOK: data.asks[1].price is " + fault));
    });

    [Test]
    public void A_quantity_must_be_0_or_above() => Assert.Multiple(() =>
    {
        Assert.That(Samples.GetReason(Samples.Trade.With("quantity", "-0.1")), Is.EqualTo("TRADE: data.quantity is -0.1 but must be 0 or above"));
        Assert.That(Samples.Decode<Trade>(Samples.Trade.With("quantity", "0")), Has.Property("Quantity").Zero);
        Assert.That(Samples.Decode<Transaction>(Samples.Transaction.With("executed_quantity", "0")), Has.Property("ExecutedQuantity").Zero);
        Assert.That(
            Samples.GetReason(Samples.Transaction.With("executed_quantity", "-1")), Is.EqualTo("TRANSACTION: data.executed_quantity is -1 but must be 0 or above"));
    });

    [TestCase("BUY", Side.Buy)]
    [TestCase("SELL", Side.Sell)]
    public void Sides(string text, Side side) =>
        Assert.That(Samples.Decode<Trade>(Samples.Trade.With("side", $"\"{text}\"")), Has.Property("Side").EqualTo(side));

    [TestCase("buy")]
    [TestCase("")]
    [TestCase("HOLD")]
    public void An_unknown_side_is_malformed(string text) => Assert.That(
        Samples.GetReason(Samples.Trade.With("side", $"\"{text}\"")), Is.EqualTo($"TRADE: data.side is \"{text}\" but must be BUY or SELL"));

    [TestCase("BTCUSDT")]
    [TestCase("SPOT_BTC")]
    [TestCase("SPOT__USDT")]
    [TestCase("")]
    public void An_invalid_symbol_is_malformed(string text) => Assert.Multiple(() =>
    {
        Assert.That(Samples.GetReason(Samples.Trade.With("symbol", $"\"{text}\"")), Is.EqualTo($"TRADE: symbol is \"{text}\" but must be TYPE_BASE_QUOTE"));
        Assert.That(Samples.GetReason(Samples.Gap.With("symbol", $"\"{text}\"")), Does.StartWith("FEED_GAP: symbol is "));
    });

    [TestCase("0", 0)]
    [TestCase("1.0", 1)]
    [TestCase("1564710591905", 1564710591905)]
    [TestCase("1.564e12", 1564000000000)]
    [TestCase("\"1564710591905\"", 1564710591905)]
    [TestCase("253402300799999", 253402300799999)]
    public void Timestamps(string text, long milliseconds) => Assert.That(
        NexusDecoder.Decode(Samples.Ping.With("timestamp", text)), Is.EqualTo(new Ping(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))));

    [TestCase("-1")]
    [TestCase("0.5")]
    [TestCase("253402300800000")]
    [TestCase("9223372036854775807")]
    [TestCase("1e27")]
    public void A_timestamp_must_be_whole_milliseconds_from_1970_to_9999(string text) => Assert.That(
        Samples.GetReason(Samples.Ping.With("timestamp", text)), Does.StartWith($"PING: timestamp is {text} but must be whole milliseconds"));

    [TestCase("9007199254740993", 9007199254740993)]
    [TestCase("9223372036854775807", long.MaxValue)]
    [TestCase("-9223372036854775808", long.MinValue)]
    [TestCase("1e3", 1000)]
    [TestCase("5.0", 5)]
    [TestCase("\"9007199254740993\"", 9007199254740993)]
    public void Ids_are_exact_over_the_full_64_bit_range(string text, long id) => Assert.Multiple(() =>
    {
        Assert.That(Samples.Decode<OrderUpdate>(Samples.OrderUpdate.With("order_id", text)), Has.Property("OrderId").EqualTo(id));
        Assert.That(Samples.Decode<Transaction>(Samples.Transaction.With("id", text)), Has.Property("Id").EqualTo(id));
    });

    [TestCase("9223372036854775808")]
    [TestCase("1.5")]
    [TestCase("\"a\"")]
    public void Invalid_ids_are_malformed(string text) => Assert.That(
        Samples.GetReason(Samples.OrderUpdate.With("order_id", text)), Does.StartWith("ORDER_UPDATE: data.order_id is "));

    [TestCase("order_price")]
    [TestCase("executed_price")]
    public void A_price_of_an_order_that_is_absent_null_or_0_is_null(string field)
    {
        var property = field is "order_price" ? "OrderPrice" : "ExecutedPrice";
        Assert.Multiple(() =>
        {
            Assert.That(NexusDecoder.Decode(Rename(Samples.OrderUpdate, field)), Has.Property(property).Null);
            Assert.That(NexusDecoder.Decode(Samples.OrderUpdate.With(field, "null")), Has.Property(property).Null);
            Assert.That(NexusDecoder.Decode(Samples.OrderUpdate.With(field, "0.00")), Has.Property(property).Null);
            Assert.That(Samples.GetReason(Samples.OrderUpdate.With(field, "-1")), Is.EqualTo($"ORDER_UPDATE: data.{field} is -1 but must be 0 or above"));
        });
    }

    [TestCase("order_quantity", "OrderQuantity", null)]
    [TestCase("executed_quantity", "ExecutedQuantity", 0)]
    [TestCase("aggregated_executed_quantity", "AggregatedExecutedQuantity", null)]
    public void A_quantity_of_an_order_that_is_absent_or_null_is_null_or_0(string field, string property, int? value) => Assert.Multiple(() =>
    {
        Assert.That(NexusDecoder.Decode(Rename(Samples.OrderUpdate, field)), Has.Property(property).EqualTo((decimal?)value));
        Assert.That(NexusDecoder.Decode(Samples.OrderUpdate.With(field, "null")), Has.Property(property).EqualTo((decimal?)value));
        Assert.That(NexusDecoder.Decode(Samples.OrderUpdate.With(field, "0")), Has.Property(property).EqualTo(0m));
        Assert.That(Samples.GetReason(Samples.OrderUpdate.With(field, "-1")), Is.EqualTo($"ORDER_UPDATE: data.{field} is -1 but must be 0 or above"));
    });

    [TestCase("NEW", OrderStatus.New)]
    [TestCase("PARTIAL_FILLED", OrderStatus.PartiallyFilled)]
    [TestCase("FILLED", OrderStatus.Filled)]
    [TestCase("CANCELLED", OrderStatus.Cancelled)]
    [TestCase("REJECTED", OrderStatus.Rejected)]
    [TestCase("HALTED", OrderStatus.Unknown)]
    [TestCase("filled", OrderStatus.Unknown)]
    [TestCase("", OrderStatus.Unknown)]
    public void Known_and_unknown_statuses_keep_their_text(string text, OrderStatus status)
    {
        var update = NexusDecoder.Decode(Samples.OrderUpdate.With("status", $"\"{text}\"")) as OrderUpdate;
        Assert.That((update!.Status, update.StatusText), Is.EqualTo((status, text)));
    }

    [TestCase("LIMIT", OrderType.Limit)]
    [TestCase("MARKET", OrderType.Market)]
    [TestCase("IOC", OrderType.ImmediateOrCancel)]
    [TestCase("FOK", OrderType.FillOrKill)]
    [TestCase("POST_ONLY", OrderType.PostOnly)]
    [TestCase("ASK", OrderType.Ask)]
    [TestCase("BID", OrderType.Bid)]
    [TestCase("LIQUIDATE", OrderType.Liquidate)]
    [TestCase("ICEBERG", OrderType.Unknown)]
    public void Known_and_unknown_order_types_keep_their_text(string text, OrderType type)
    {
        var update = NexusDecoder.Decode(Samples.OrderUpdate.With("order_type", $"\"{text}\"")) as OrderUpdate;
        Assert.That((update!.OrderType, update.OrderTypeText), Is.EqualTo((type, text)));
    }

    [Test]
    public void A_fee_is_optional_and_may_be_negative() => Assert.Multiple(() =>
    {
        Assert.That(Samples.Decode<Transaction>(Samples.Transaction), Has.Property("Fee").EqualTo(-0.001m).And.Property("FeeAsset").EqualTo("BTC"));
        Assert.That(Samples.Decode<Transaction>(Samples.Transaction.With("fee", "null").With("fee_asset", "null")), Has.Property("Fee").Null.And.Property("FeeAsset").Null);
        Assert.That(Samples.Decode<Transaction>(Rename(Rename(Samples.Transaction, "fee"), "fee_asset")), Has.Property("Fee").Null.And.Property("FeeAsset").Null);
        Assert.That(Samples.GetReason(Samples.Transaction.With("fee", "true")), Is.EqualTo("TRANSACTION: data.fee is true but must be a number"));
        Assert.That(Samples.GetReason(Samples.Transaction.With("fee_asset", "1")), Is.EqualTo("TRANSACTION: data.fee_asset is 1 but must be a string"));
    });

    [Test]
    public void A_gap_affects_one_symbol_or_all_and_gets_its_time_from_the_feed() => Assert.Multiple(() =>
    {
        Assert.That(NexusDecoder.Decode(Samples.Gap), Is.EqualTo(new FeedGap("reconnected", Symbol.Parse("SPOT_BTC_USDT"))));
        Assert.That(NexusDecoder.Decode(Samples.Gap.With("symbol", "null")), Is.EqualTo(new FeedGap("reconnected")));
        Assert.That(NexusDecoder.Decode(Rename(Samples.Gap, "symbol")), Is.EqualTo(new FeedGap("reconnected")));
    });

    [Test]
    public void The_end_of_a_gap_affects_one_symbol_or_all() => Assert.Multiple(() =>
    {
        Assert.That(NexusDecoder.Decode(Samples.Resumed), Is.EqualTo(new FeedResumed(Symbol.Parse("SPOT_BTC_USDT"))));
        Assert.That(NexusDecoder.Decode(Samples.Resumed.With("symbol", "null")), Is.EqualTo(new FeedResumed()));
        Assert.That(NexusDecoder.Decode("""{"event":"FEED_RESUMED"}"""), Is.EqualTo(new FeedResumed()));
        Assert.That(NexusDecoder.Decode("""{"event":"FEED_RESUMED","timestamp":"x","data":3}"""), Is.EqualTo(new FeedResumed()));
        Assert.That(Samples.GetReason(Samples.Resumed.With("symbol", "1")), Is.EqualTo("FEED_RESUMED: symbol is 1 but must be a string"));
        Assert.That(Samples.GetReason(Samples.Resumed.With("symbol", "\"BTC\"")), Is.EqualTo("FEED_RESUMED: symbol is \"BTC\" but must be TYPE_BASE_QUOTE"));
    });

    private static string Rename(string json, string field) => json.Replace($"\"{field}\":", $"\"not_{field}\":", StringComparison.Ordinal);

    /// <summary>Appends the field again, so that this value is used.</summary>
    private static string Append(string json, string field, string value)
    {
        var leaf = field.Split('.')[^1];
        var end = json.TrimEnd();
        return field.Contains('.', StringComparison.Ordinal)
            ? $"{end[..^2]},\"{leaf}\":{value}}}}}"
            : $"{end[..^1]},\"{leaf}\":{value}}}";
    }
}
