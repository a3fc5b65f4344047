using CsCheck;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>The average price and the money behind it.</summary>
public sealed class OrderPriceTests
{
    private static Order Final(params NexusMessage[] inputs) => Of(inputs).Order;

    [Test]
    public void The_average_price_uses_the_transactions_when_both_totals_are_equal()
    {
        var order = Final(U(0, S.PartiallyFilled, 2, price: 90), T(0, 1, 1, 100), T(0, 2, 1, 103));

        Assert.That((order.AveragePrice, order.Notional, order.Flags), Is.EqualTo((101.5m, 203m, OrderFlags.None)));
    }

    [Test]
    public void The_average_price_uses_the_transactions_when_they_are_ahead() =>
        Assert.That(Final(U(0, S.PartiallyFilled, 1, price: 90), T(0, 1, 2, 101)), Has.Property("AveragePrice").EqualTo(101).And.Property("Flags").EqualTo(OrderFlags.None));

    [Test]
    public void The_average_price_uses_transactions_for_confirmed_fills_and_updates_for_the_rest()
    {
        var order = Final(U(0, S.PartiallyFilled, 1, price: 90), U(0, S.Filled, 9, price: 100), T(0, 1, 1, 50));

        Assert.That((order.AveragePrice, order.Notional, order.Flags), Is.EqualTo((95m, 950m, OrderFlags.Estimated)));
    }

    [Test]
    public void The_average_price_is_null_without_fills_or_prices()
    {
        Assert.That(Final(U(0, S.New)).AveragePrice, Is.Null);
        Assert.That(Final(U(0, S.PartiallyFilled, 2, price: null)), Has.Property("AveragePrice").Null.And.Property("Flags").EqualTo(OrderFlags.None));
    }

    [Test]
    public void Executions_without_a_price_are_unpriced_and_in_no_average() =>
        Assert.That(Final(U(0, S.PartiallyFilled, 2, price: 90), U(0, S.PartiallyFilled, 6, price: null)), Has.Property("AveragePrice").EqualTo(90).And.Property("Notional").EqualTo(180).And.Property("UnpricedQuantity").EqualTo(6));

    [Test]
    public void The_average_price_is_estimated_only_if_a_price_of_an_update_is_part_of_it()
    {
        Assert.That(Final(U(0, S.PartiallyFilled, 4, price: null), U(1, S.PartiallyFilled, 6, price: null), T(0, 1, 4, 101)), Has.Property("AveragePrice").EqualTo(101).And.Property("UnpricedQuantity").EqualTo(6).And.Property("Flags").EqualTo(OrderFlags.None));
        Assert.That(Final(U(0, S.PartiallyFilled, 4, price: 90), U(1, S.PartiallyFilled, 6, price: null), T(0, 1, 2, 101)).Flags, Is.EqualTo(OrderFlags.Estimated));
    }

    [Test]
    public void A_restated_total_on_CANCELLED_keeps_the_partials_prices() =>
        Assert.That(Final(U(0, S.PartiallyFilled, 2, price: 90), U(0, S.PartiallyFilled, 2, price: 110), U(1, S.Cancelled, 4, price: 110)).AveragePrice, Is.EqualTo(100));

    [Test]
    public void A_cancelled_order_uses_its_own_price_when_no_other_price_is_reported() =>
        Assert.That(Final(U(1, S.Cancelled, 4, price: 110)).AveragePrice, Is.EqualTo(110));

    [Test]
    public void With_an_aggregated_total_the_average_price_is_the_average_of_the_observed_executions() =>
        Assert.That(Final(U(0, S.PartiallyFilled, 1, price: 90, aggregated: 1), U(0, S.PartiallyFilled, 1, price: 110, aggregated: 4)).AveragePrice, Is.EqualTo(100));

    [Test]
    public void A_cumulative_quantity_is_priced_by_its_steps()
    {
        var desk = new OrderDesk(new OrderTrackingOptions { ExecutedQuantity = ExecutedQuantityKind.Cumulative });

        desk.Push(U(0, S.PartiallyFilled, 5, price: 102), U(0, S.PartiallyFilled, 2, price: 100));

        Assert.That(desk.Order, Has.Property("AveragePrice").EqualTo(101.2m).And.Property("Flags").EqualTo(OrderFlags.Estimated));
    }

    [Test]
    public void A_transactions_price_is_exact_to_the_last_digit() =>
        Assert.That(Final(T(0, 1, 0.002099m, 10005.67m), T(0, 2, 0.000000001m, 0.000000001m)).Notional, Is.EqualTo(21.001901330000000001m));

    [Test]
    public void The_notional_of_updates_is_exact_to_the_last_digit() =>
        LongNumbers.Sample(static numbers => Final(U(0, S.PartiallyFilled, numbers.Quantity, numbers.Price)).Notional == numbers.Price * numbers.Quantity);

    // Their products have as many digits as a decimal holds.
    internal static Gen<(decimal Price, decimal Quantity)> LongNumbers { get; } = Gen.Select(
        Gen.Long[10_000_000_000_000, 99_999_999_999_999],
        Gen.Long[10_000_000_000_000, 99_999_999_999_999],
        static (price, quantity) => (price / 1_000_000_000m, quantity / 10_000_000_000_000m));

    [Test]
    public void The_price_in_CANCELLED_is_used_when_the_partial_fills_have_no_price() =>
        Assert.That(Of(U(0, S.PartiallyFilled, 4, price: null), U(1, S.Cancelled, 4, price: 110)).Order.AveragePrice, Is.EqualTo(110));

    [Test]
    public void The_higher_of_two_prices_for_one_cumulative_quantity_counts_in_any_order([Values] bool isHigherFirst)
    {
        var desk = new OrderDesk(new OrderTrackingOptions { ExecutedQuantity = ExecutedQuantityKind.Cumulative });
        desk.Push(U(0, S.PartiallyFilled, 2, price: isHigherFirst ? 102 : 100), U(0, S.PartiallyFilled, 2, price: isHigherFirst ? 100 : 102));

        Assert.That(desk.Order.Notional, Is.EqualTo(204));
    }

    [Test]
    public void A_restated_FILLED_is_matched_with_the_transactions_again() =>
        Assert.That(Final(U(0, S.Filled, 2), T(0, 1, 2), U(1, S.Filled, 3, price: 99.25m)).Notional, Is.EqualTo(299.25m));

    [Test]
    public void A_quantity_may_be_a_negative_zero() =>
        Assert.That((Final(U(0, S.New)) with { UnpricedQuantity = decimal.Negate(0.0m) }).UnpricedQuantity, Is.Zero);
}
