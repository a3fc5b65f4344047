namespace Nexus.Reactive.Tests.Messages;

/// <summary>Verifies that no message can contain a price or quantity outside its documented range, regardless of how it is created.</summary>
public sealed class MessageRangeTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    private static readonly DateTimeOffset At = new(2024, 8, 8, 23, 54, 15, TimeSpan.Zero);

    private static readonly Trade Trade = new(Btc, At, 1, 0, Side.Buy);
    private static readonly Level Level = new(1, 0);

    private static readonly OrderUpdate Update = new()
    {
        Timestamp = At,
        Symbol = Btc,
        OrderId = 1,
        OrderType = OrderType.Market,
        OrderTypeText = "MARKET",
        Side = Side.Buy,
        Status = OrderStatus.New,
        StatusText = "NEW",
    };

    private static readonly Transaction Transaction = new()
    {
        Timestamp = At,
        Id = 1,
        Symbol = Btc,
        OrderId = 1,
        ExecutedPrice = 1,
        ExecutedQuantity = 0,
        Side = Side.Buy,
    };

    private static IEnumerable<TestCaseData> OutOfRange()
    {
        foreach (var price in (decimal[])[0, -1, -0.0000000000000000000000000001m, decimal.MinValue])
        {
            yield return Case("Price", price, static value => new Trade(Btc, At, value, 1, Side.Buy));
            yield return Case("Price", price, static value => Trade with { Price = value });
            yield return Case("Price", price, static value => new Level(value, 1));
            yield return Case("Price", price, static value => Level with { Price = value });
            yield return Case("OrderPrice", price, static value => Update with { OrderPrice = value });
            yield return Case("ExecutedPrice", price, static value => Update with { ExecutedPrice = value });
            yield return Case("ExecutedPrice", price, static value => Transaction with { ExecutedPrice = value });
        }

        foreach (var quantity in (decimal[])[-1, -0.0000000000000000000000000001m, decimal.MinValue])
        {
            yield return Case("Quantity", quantity, static value => new Trade(Btc, At, 1, value, Side.Buy));
            yield return Case("Quantity", quantity, static value => Trade with { Quantity = value });
            yield return Case("Quantity", quantity, static value => new Level(1, value));
            yield return Case("Quantity", quantity, static value => Level with { Quantity = value });
            yield return Case("OrderQuantity", quantity, static value => Update with { OrderQuantity = value });
            yield return Case("ExecutedQuantity", quantity, static value => Update with { ExecutedQuantity = value });
            yield return Case("AggregatedExecutedQuantity", quantity, static value => Update with { AggregatedExecutedQuantity = value });
            yield return Case("ExecutedQuantity", quantity, static value => Transaction with { ExecutedQuantity = value });
        }
    }

    [TestCaseSource(nameof(OutOfRange))]
    public void A_value_out_of_range_is_rejected_by_name(string name, decimal value, Func<decimal, object> make) =>
        Assert.That(() => make(value), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(name));

    [Test]
    public void The_limits_of_the_ranges_are_valid() => Assert.Multiple(static () =>
    {
        Assert.That(Trade with { Price = decimal.MaxValue, Quantity = decimal.MaxValue }, Is.Not.EqualTo(Trade));
        Assert.That(Trade with { Price = 0.0000000000000000000000000001m, Quantity = 0 }, Is.Not.EqualTo(Trade));
        Assert.That(Update with { OrderPrice = null, OrderQuantity = 0, ExecutedPrice = null, AggregatedExecutedQuantity = 0 }, Is.Not.EqualTo(Update));
        Assert.That((Transaction with { Fee = -1 }).Fee, Is.EqualTo(-1));
    });

    private static TestCaseData Case(string name, decimal value, Func<decimal, object> make, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(make))] string text = "") =>
        new TestCaseData(name, value, make).SetArgDisplayNames(text.Replace("static value => ", "", StringComparison.Ordinal), FormattableString.Invariant($"{value}"));
}
