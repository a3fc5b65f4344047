using System.Globalization;
using static Nexus.Reactive.OrderEventKind;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>The two ledgers: what transactions confirm, and what updates say.</summary>
public sealed class OrderTotalTests
{
    private static readonly OrderTrackingOptions Cumulative = new() { ExecutedQuantity = ExecutedQuantityKind.Cumulative };

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static Order Final(params NexusMessage[] inputs) => Of(inputs).Order;

    private static Order FinalCumulative(params NexusMessage[] inputs)
    {
        var desk = new OrderDesk(Cumulative);
        desk.Push(inputs);
        return desk.Order;
    }

    [Test]
    public void A_transaction_before_its_update_makes_Unconfirmed_negative_until_it_comes()
    {
        var desk = Of(U(0, S.New), T(1, 1, 4));
        Assert.That(desk.Order, Has.Property("Filled").EqualTo(4).And.Property("Confirmed").EqualTo(4).And.Property("Unconfirmed").EqualTo(-4));

        desk.Push(U(1, S.PartiallyFilled, 4));
        Assert.That(desk.Last.Kind, Is.EqualTo(FillConfirmed));
        Assert.That(desk.Order, Has.Property("Filled").EqualTo(4).And.Property("Unconfirmed").Zero);
    }

    [Test]
    public void An_update_before_its_transaction_is_unconfirmed_until_it_comes()
    {
        var desk = Of(U(0, S.New), U(1, S.PartiallyFilled, 4));
        Assert.That(desk.Order, Has.Property("Filled").EqualTo(4).And.Property("Confirmed").Zero.And.Property("Unconfirmed").EqualTo(4));

        desk.Push(T(1, 1, 3));
        Assert.That(desk.Last.Kind, Is.EqualTo(FillConfirmed));
        Assert.That(desk.Order, Has.Property("Filled").EqualTo(4).And.Property("Unconfirmed").EqualTo(1));
    }

    [Test]
    public void Transactions_alone_fill_an_order_whose_quantity_becomes_known_later()
    {
        var desk = Of(T(1, 1, 4), T(2, 2, 6));
        Assert.That(desk.Order, Has.Property("Status").EqualTo(S.PartiallyFilled).And.Property("Leaves").Null.And.Property("Quantity").Null);
        Assert.That(desk.Order.Flags, Is.EqualTo(OrderFlags.Orphan));

        desk.Push(U(0, S.New));
        Assert.That(desk.Last.Kind, Is.EqualTo(Filled));
        Assert.That(desk.Order, Has.Property("Flags").EqualTo(OrderFlags.None).And.Property("Leaves").Zero);
    }

    [Test]
    public void An_order_with_transactions_and_no_known_quantity_stays_partially_filled()
    {
        var desk = Of(T(1, 1, 4), T(2, 2, 6));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { PartiallyFilled, PartiallyFilled }));
        Assert.That(desk.Order, Has.Property("Filled").EqualTo(10).And.Property("IsDone").False.And.Property("Type").EqualTo(OrderType.Unknown));
    }

    [Test]
    public void Updates_alone_fill_an_order_without_confirmation()
    {
        var order = Final(U(0, S.New), U(1, S.PartiallyFilled, 4), U(2, S.Filled, 6));

        Assert.That(order, Has.Property("Filled").EqualTo(10).And.Property("Confirmed").Zero.And.Property("IsDone").True.And.Property("IsSettled").False);
    }

    [Test]
    public void Per_event_partials_add_up_even_when_they_are_identical() =>
        Assert.That(Final(U(0, S.PartiallyFilled, 1), U(0, S.PartiallyFilled, 1), U(0, S.PartiallyFilled, 1)).Filled, Is.EqualTo(3));

    [Test]
    public void Per_event_a_restated_FILLED_counts_once() =>
        Assert.That(Final(U(0, S.PartiallyFilled, 4), U(1, S.Filled, 6), U(1, S.Filled, 6), U(1, S.Filled, 5)).Filled, Is.EqualTo(10));

    [Test]
    public void Per_event_CANCELLED_may_restate_the_total() =>
        Assert.That(Final(U(0, S.PartiallyFilled, 1), U(1, S.PartiallyFilled, 3), U(2, S.Cancelled, 4)).Filled, Is.EqualTo(4));

    [Test]
    public void Per_event_CANCELLED_with_more_than_the_partials_is_the_total() =>
        Assert.That(Final(U(0, S.PartiallyFilled, 1), U(2, S.Cancelled, 4), U(2, S.Cancelled, 3)).Filled, Is.EqualTo(4));

    [Test]
    public void Per_event_a_fill_in_CANCELLED_below_the_partials_counts_only_after_its_transaction()
    {
        var desk = Of(U(0, S.PartiallyFilled, 3), T(0, 1, 3), U(1, S.Cancelled, 2));
        Assert.That(desk.Order.Filled, Is.EqualTo(3));

        desk.Push(T(1, 2, 2));
        Assert.That(desk.Last.Kind, Is.EqualTo(LateFill));
        Assert.That(desk.Order.Filled, Is.EqualTo(5));
    }

    [Test]
    public void Per_event_executed_quantities_on_NEW_or_an_unknown_status_are_not_counted() =>
        Assert.That(Final(U(0, S.New, 2), U(1, S.Unknown, 3)).Filled, Is.Zero);

    [Test]
    public void Cumulative_quantities_use_the_maximum_for_any_status_and_arrival_order() =>
        Assert.That(FinalCumulative(U(0, S.New), U(2, S.PartiallyFilled, 7), U(1, S.PartiallyFilled, 3), U(3, S.Cancelled, 8), U(4, S.Cancelled, 0)).Filled, Is.EqualTo(8));

    [Test]
    public void Cumulative_quantities_are_never_added_up()
    {
        var desk = new OrderDesk(Cumulative);
        desk.Push(U(0, S.New), U(1, S.PartiallyFilled, 2), T(1, 1, 2), U(2, S.PartiallyFilled, 5), T(2, 2, 3), U(3, S.Filled, 10), T(3, 3, 5));

        Assert.That(desk.Order, Has.Property("Filled").EqualTo(10).And.Property("IsSettled").True.And.Property("Flags").EqualTo(OrderFlags.None));
    }

    [Test]
    public void An_aggregated_total_overrules_the_sum_from_when_it_appears()
    {
        var desk = Of(U(0, S.PartiallyFilled, 2), U(1, S.PartiallyFilled, 2));
        Assert.That(desk.Order.Filled, Is.EqualTo(4));

        desk.Push(U(2, S.PartiallyFilled, 1, aggregated: 7));
        Assert.That(desk.Order.Filled, Is.EqualTo(7));

        desk.Push(U(3, S.PartiallyFilled, 2));
        Assert.That(desk.Order.Filled, Is.EqualTo(7), "one without it adds nothing: in doubt low");
    }

    [Test]
    public void A_lower_aggregated_total_is_treated_as_older() =>
        Assert.That(Final(U(2, S.PartiallyFilled, 1, aggregated: 7), U(1, S.PartiallyFilled, 1, aggregated: 6)).Filled, Is.EqualTo(7));

    [Test]
    public void An_aggregated_total_below_the_sum_lowers_the_filled_quantity_and_is_reported()
    {
        var desk = Of(U(0, S.PartiallyFilled, 4), U(0, S.PartiallyFilled, 4), U(1, S.PartiallyFilled, 0, aggregated: 4));

        Assert.That(desk.Last.Kind, Is.EqualTo(Amended));
        Assert.That(desk.Order.Filled, Is.EqualTo(4));
    }

    [Test]
    public void Hundreds_of_transactions_in_one_millisecond_all_count_and_their_updates_too()
    {
        var desk = Of(U(0, S.New, quantity: 443));
        for (var i = 1; i <= 443; i++)
            desk.Push(U(5, i == 443 ? S.Filled : S.PartiallyFilled, 1, quantity: 443), T(5, i, 1));

        Assert.That(desk.Order, Has.Property("Filled").EqualTo(443).And.Property("Confirmed").EqualTo(443).And.Property("IsSettled").True);
        Assert.That(desk.Events, Has.Count.EqualTo(887));
    }

    [Test]
    public void A_transaction_id_counts_once()
    {
        var desk = Of(U(0, S.New), T(1, 7, 4), T(1, 7, 4), T(9, 7, 4));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { Created, PartiallyFilled, Duplicate, Duplicate }));
        Assert.That(desk.Order.Confirmed, Is.EqualTo(4));
        Assert.That(desk.Events[2].After, Is.SameAs(desk.Events[1].After));
        Assert.That(desk.Events[3].After, Is.EqualTo(desk.Events[1].After with { UpdatedAt = At(9) }));
    }

    [Test]
    public void A_transaction_with_different_trailing_zeros_is_a_duplicate() =>
        Assert.That(Of(T(1, 7, 4.0m, 100.00m, fee: 0.10m), T(1, 7, 4m, 100m, fee: 0.1m)).Last.Kind, Is.EqualTo(Duplicate));

    [TestCase(nameof(Transaction.ExecutedPrice))]
    [TestCase(nameof(Transaction.ExecutedQuantity))]
    [TestCase(nameof(Transaction.Side))]
    [TestCase(nameof(Transaction.Symbol))]
    [TestCase(nameof(Transaction.Fee))]
    [TestCase(nameof(Transaction.FeeAsset))]
    public void A_transaction_id_with_other_content_is_a_conflict_and_the_first_is_kept(string other)
    {
        var first = T(1, 7, 4, fee: 1, feeAsset: "USDT");
        var second = other switch
        {
            nameof(Transaction.ExecutedPrice) => first with { ExecutedPrice = 101 },
            nameof(Transaction.ExecutedQuantity) => first with { ExecutedQuantity = 5 },
            nameof(Transaction.Side) => first with { Side = Side.Sell },
            nameof(Transaction.Symbol) => first with { Symbol = Eth },
            nameof(Transaction.Fee) => first with { Fee = 2 },
            _ => first with { FeeAsset = "BTC" },
        };

        var desk = new OrderDesk(new OrderTrackingOptions { TransactionKey = TransactionKey.Id });
        desk.Push(U(0, S.New), first, second, second);

        Assert.That(desk.Kinds, Is.EqualTo(new[] { Created, PartiallyFilled, Conflict, Conflict }));
        Assert.That(desk.Order, Has.Property("Confirmed").EqualTo(4).And.Property("AveragePrice").EqualTo(100).And.Property("Flags").EqualTo(OrderFlags.Conflict));
    }

    [Test]
    public void A_transaction_id_used_by_another_order_is_a_conflict_of_the_order_in_the_transaction()
    {
        var desk = Of(U(0, S.New), U(0, S.New, order: 2), T(1, 7, 4), T(1, 7, 4, order: 2));

        Assert.That(desk.Events[3], Has.Property("Kind").EqualTo(Conflict));
        Assert.That(desk.Events[3].After, Has.Property("OrderId").EqualTo(2).And.Property("Filled").Zero.And.Property("Flags").EqualTo(OrderFlags.Conflict));
    }

    [Test]
    public void The_first_order_with_a_transaction_id_keeps_its_fill_and_reports_the_conflict_once()
    {
        var desk = Of(U(0, S.New), U(0, S.New, order: 2), T(1, 7, 4));

        var told = desk.Push(T(1, 7, 4, order: 2), T(1, 7, 4, order: 2));

        Assert.That(told.Select(e => (e.Kind, e.After.OrderId, e.Cause is null)), Is.EqualTo(new[] { (Conflict, 2L, false), (Conflict, 1L, true), (Conflict, 2L, false) }));
        Assert.That(told[1].After, Is.EqualTo(told[1].Before! with { Flags = OrderFlags.Conflict }));
    }

    [Test]
    public void An_order_first_seen_in_a_conflict_is_kept_without_fills()
    {
        var desk = Of(T(1, 7, 4), T(2, 7, 4, order: 2));
        Assert.That(desk.Events[1], Has.Property("Kind").EqualTo(Conflict).And.Property("Before").Null);

        desk.Push(U(0, S.New, order: 2));
        Assert.That(desk.Last, Has.Property("Kind").EqualTo(Created).And.Property("Before").EqualTo(desk.Events[1].After));
        Assert.That(desk.Order, Has.Property("Filled").Zero.And.Property("Flags").EqualTo(OrderFlags.Conflict));
    }

    // By decimal's hash code the first two are one number; the others differ beyond what a double holds.
    [TestCase("1", "4294967296")]
    [TestCase("1234567890123456", "1234567890123457")]
    [TestCase("9007199254740992", "9007199254740993")]
    [TestCase("18446744073709551617", "18446744073709551618")]
    [TestCase("18446744073709551617", "36893488147419103233")]
    [TestCase("12345678901234567", "1234567890123456.7")]
    [TestCase("79228162514264337593543950334", "79228162514264337593543950335")]
    [TestCase("0.1234567890123456789012345677", "0.1234567890123456789012345678")]
    [TestCase("0.0000000000000000000000000001", "0.0000000000000000000000000002")]
    public void Transactions_that_share_an_id_and_differ_in_one_number_conflict(string one, string other) =>
        Assert.That(Of(T(1, 7, 1, Number(one)), T(1, 7, 1, Number(other))).Last.Kind, Is.EqualTo(Conflict));

    [TestCase("1", "1.000")]
    [TestCase("4", "4.0000000000000000000000000000")]
    [TestCase("1000000000000000", "1000000000000000.0")]
    [TestCase("1234567890123456", "1234567890123456.000")]
    [TestCase("123456789012345", "123456789012345.00")]
    [TestCase("0.0000000000000000000001", "0.00000000000000000000010")]
    [TestCase("0.00000000000000000000001", "0.000000000000000000000010000")]
    public void Trailing_zeros_do_not_change_the_value_of_a_number(string one, string other) =>
        Assert.That(Of(T(1, 7, 1, Number(one)), T(1, 7, 1, Number(other))).Last.Kind, Is.EqualTo(Duplicate));

    [Test]
    public void Ids_above_two_to_the_53_stay_apart()
    {
        const long Id = 9_007_199_254_740_993;
        var desk = Of(U(0, S.New, order: Id), U(0, S.New, order: Id + 1), T(1, Id, 4, order: Id), T(1, Id + 1, 3, order: Id + 1), T(1, long.MaxValue, 1, order: long.MaxValue));

        Assert.That(desk.Events.Skip(2).Select(e => (e.After.OrderId, e.After.Filled)), Is.EqualTo(new[] { (Id, 4m), (Id + 1, 3m), (long.MaxValue, 1m) }));
    }

    [Test]
    public void Equal_or_decreasing_timestamps_do_not_change_the_total()
    {
        var order = Final(U(9, S.Filled, 6), U(3, S.PartiallyFilled, 4), U(3, S.New), T(9, 1, 6), T(3, 2, 4));

        Assert.That(order, Has.Property("Filled").EqualTo(10).And.Property("IsSettled").True.And.Property("CreatedAt").EqualTo(At(3)).And.Property("UpdatedAt").EqualTo(At(9)));
    }

    [Test]
    public void Filled_and_Leaves_are_exact_for_decimal_fractions() =>
        Assert.That(Final(U(0, S.New, quantity: 0.3m), T(1, 1, 0.1m), T(2, 2, 0.2m)), Has.Property("Filled").EqualTo(0.3m).And.Property("Leaves").Zero.And.Property("Status").EqualTo(S.Filled));

    [Test]
    public void Sums_beyond_a_decimals_digits_are_exact_and_rounded_only_when_read()
    {
        const decimal Big = 70_000_000_000_000_000_000m;
        var desk = Of(U(0, S.New, quantity: null), T(0, 1, Big, 1));
        for (var i = 0; i < 4; i++)
            desk.Push(T(1, 10 + i, 0.000_000_000_25m, 1));

        Assert.That(desk.Order.Confirmed, Is.EqualTo(Big + 0.000_000_001m));
        Assert.That(desk.Order.Notional, Is.EqualTo(Big + 0.000_000_001m));
    }

    [Test]
    public void Totals_saturate_at_the_range_of_decimal_without_an_exception()
    {
        var desk = Of(
            T(0, 1, decimal.MaxValue, decimal.MaxValue),
            T(0, 2, decimal.MaxValue, decimal.MaxValue),
            U(0, S.PartiallyFilled, decimal.MaxValue, decimal.MaxValue),
            U(0, S.PartiallyFilled, decimal.MaxValue, decimal.MaxValue),
            U(0, S.Cancelled, decimal.MaxValue, decimal.MaxValue, aggregated: decimal.MaxValue),
            T(0, 3, 0.0000000000000000000000000001m, decimal.MaxValue));

        Assert.That(desk.Error, Is.Null);
        Assert.That(desk.Events, Has.Count.EqualTo(6));
        Assert.That(desk.Order.Filled, Is.EqualTo(decimal.MaxValue));
    }
}
