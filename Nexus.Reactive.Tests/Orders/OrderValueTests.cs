using System.Reflection;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>An order as a value. Its states share what rarely changes, and its average price is computed when it is read.</summary>
public sealed class OrderValueTests
{
    private static readonly Order Example = new()
    {
        OrderId = 7,
        Symbol = Symbol.Parse("SPOT_BTC_USDT"),
        Side = Side.Sell,
        Type = OrderType.Limit,
        Price = 100,
        Quantity = 10,
        Status = OrderStatus.Unknown,
        StatusText = "HALTED",
        Filled = 6,
        FilledBefore = 1,
        Confirmed = 4,
        Reported = 5,
        Notional = 401,
        UnpricedQuantity = 2,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch.AddSeconds(1),
        Flags = OrderFlags.Estimated,
    };

    private static IEnumerable<PropertyInfo> Settable => typeof(Order).GetProperties().Where(static property => property.CanWrite);

    [TestCaseSource(nameof(Settable))]
    public void A_copy_with_one_changed_value_differs_and_leaves_the_original_unchanged(PropertyInfo property)
    {
        var before = property.GetValue(Example);
        var copy = Example with { };
        Assert.That(copy, Is.EqualTo(Example));

        property.SetValue(copy, Other(before));

        Assert.Multiple(() =>
        {
            Assert.That(property.GetValue(copy), Is.EqualTo(Other(before)));
            Assert.That(copy, Is.Not.EqualTo(Example));
            Assert.That(property.GetValue(Example), Is.EqualTo(before));
        });

        property.SetValue(copy, before);
        Assert.That((copy, copy.GetHashCode()), Is.EqualTo((Example, Example.GetHashCode())));
    }

    [Test]
    public void The_average_price_follows_from_the_notional_unless_it_is_set()
    {
        var set = Example with { AveragePrice = 99.5m };
        Assert.Multiple(() =>
        {
            Assert.That(Example.AveragePrice, Is.EqualTo(100.25m), "401 for 6 of which 2 have no price");
            Assert.That((Example with { Notional = 402 }).AveragePrice, Is.EqualTo(100.5m));
            Assert.That((Example with { Notional = null }).AveragePrice, Is.Null);
            Assert.That((Example with { UnpricedQuantity = 6 }).AveragePrice, Is.Null, "nothing has a price");
            Assert.That((set with { Notional = 402 }).AveragePrice, Is.EqualTo(99.5m));
            Assert.That(Example with { AveragePrice = 100.25m }, Is.EqualTo(Example));
        });
    }

    [Test]
    public void Totals_of_every_width_are_kept_to_the_last_digit([Values("7922816251426433759354395033.5", "0.0000000000000000000000000001", "5764607523034234.88", "5764607523034234.87")] string text)
    {
        var total = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var wide = Example with { Filled = total, Confirmed = total, Reported = total, Notional = -total };

        Assert.Multiple(() =>
        {
            Assert.That((wide.Filled, wide.Confirmed, wide.Reported, wide.Notional), Is.EqualTo((total, total, total, -total)));
            Assert.That(wide with { Filled = 6, Confirmed = 4, Reported = 5, Notional = 401 }, Is.EqualTo(Example));
            Assert.That(wide with { Filled = 6 }, Is.Not.EqualTo(wide).And.Not.EqualTo(Example));
        });
    }

    private static object Other(object? value) => value switch
    {
        long number => number + 1,
        decimal number => number + 1,
        Symbol => Symbol.Parse("SPOT_ETH_USDT"),
        Side => Side.Buy,
        OrderType => OrderType.Market,
        OrderStatus => OrderStatus.New,
        OrderFlags => OrderFlags.Stale,
        DateTimeOffset time => time.AddTicks(1),
        string => "PAUSED",
        _ => throw new ArgumentException($"{value} has no other value."),
    };
}
