using static Nexus.Reactive.OrderEventKind;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>What an order's status is, by everything that was said of it.</summary>
public sealed class OrderStatusTests
{
    [Test]
    public void An_order_lifecycle_in_order_publishes_one_event_per_input_and_ends_settled()
    {
        var desk = Of(U(0, S.New), U(1, S.PartiallyFilled, 4), T(1, 1, 4), U(2, S.Filled, 6), T(2, 2, 6));

        Assert.Multiple(() =>
        {
            Assert.That(desk.Kinds, Is.EqualTo(new[] { Created, PartiallyFilled, FillConfirmed, Filled, FillConfirmed }));
            Assert.That(desk.Order, Is.EqualTo(new Order
            {
                OrderId = 1,
                Symbol = Btc,
                Side = Side.Buy,
                Type = OrderType.Limit,
                Price = 100,
                Quantity = 10,
                Status = S.Filled,
                Filled = 10,
                Confirmed = 10,
                Reported = 10,
                Notional = 1000,
                AveragePrice = 100,
                CreatedAt = At(0),
                UpdatedAt = At(2),
            }));
        });
    }

    [Test]
    public void Before_and_After_link_the_events_of_an_order()
    {
        var desk = Of(U(0, S.New), U(1, S.PartiallyFilled, 4), T(1, 1, 4), T(1, 1, 4), U(2, S.Cancelled));

        Assert.That(desk.Events[0].Before, Is.Null);
        for (var i = 1; i < desk.Events.Count; i++)
            Assert.That(desk.Events[i].Before, Is.SameAs(desk.Events[i - 1].After));
    }

    [Test]
    public void Each_event_names_its_cause()
    {
        NexusMessage[] inputs = [U(0, S.New), T(1, 1, 4), T(1, 1, 4), U(2, S.New), Gap(), U(3, S.Unknown)];

        var events = Of(inputs).Events;

        Assert.That(events.Where(e => e.Kind != OrderEventKind.Stale).Select(e => e.Cause), Is.EqualTo(inputs.Where(i => i is not FeedGap)));
        Assert.That(events.Single(e => e.Kind == OrderEventKind.Stale).Cause, Is.InstanceOf<FeedGap>());
    }

    [Test]
    public void A_fill_may_be_the_first_event_of_an_order() =>
        Assert.That(Of(U(0, S.PartiallyFilled, 4)).Last, Has.Property("Kind").EqualTo(PartiallyFilled).And.Property("Before").Null);

    [Test]
    public void An_order_reported_as_FILLED_is_filled_regardless_of_the_total() =>
        Assert.That(Of(U(0, S.Filled, 4)).Order.Status, Is.EqualTo(S.Filled));

    [Test]
    public void Transactions_that_reach_the_quantity_fill_the_order_without_an_update()
    {
        var desk = Of(U(0, S.New), T(1, 1, 4), T(2, 2, 6));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { Created, PartiallyFilled, Filled }));
    }

    [Test]
    public void Partial_updates_that_reach_the_quantity_do_not_fill_the_order() =>
        Assert.That(Of(U(0, S.PartiallyFilled, 4), U(1, S.PartiallyFilled, 6)).Order, Has.Property("Status").EqualTo(S.PartiallyFilled).And.Property("Leaves").Zero);

    [Test]
    public void Cancelled_with_executions_is_cancelled_and_keeps_them()
    {
        var order = Of(U(0, S.New), U(1, S.PartiallyFilled, 4), T(1, 1, 4), U(2, S.Cancelled, 4)).Order;

        Assert.That((order.Status, order.Filled, order.Leaves, order.IsDone, order.IsSettled), Is.EqualTo((S.Cancelled, 4m, (decimal?)0m, true, true)));
    }

    [Test]
    public void An_oversize_market_order_or_IOC_remainder_is_cancelled_in_the_update_of_its_executions()
    {
        var desk = Of(U(0, S.Cancelled, 4, type: OrderType.ImmediateOrCancel), T(0, 1, 4));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { Cancelled, FillConfirmed }));
        Assert.That(desk.Order, Has.Property("Filled").EqualTo(4).And.Property("IsSettled").True);
    }

    [Test]
    public void A_filled_and_cancelled_order_is_cancelled_until_its_fills_reach_the_quantity()
    {
        var desk = Of(U(1, S.Cancelled), U(2, S.Filled, 5), T(2, 1, 5));
        Assert.That(desk.Order.Status, Is.EqualTo(S.Cancelled));

        desk.Push(T(3, 2, 5));
        Assert.That(desk.Last, Has.Property("Kind").EqualTo(Filled));
        Assert.That(desk.Order.Status, Is.EqualTo(S.Filled));
    }

    [Test]
    public void A_filled_and_cancelled_order_of_unknown_quantity_is_filled() =>
        Assert.That(Of(U(0, S.Cancelled, quantity: null), U(1, S.Filled, 5, quantity: 0)).Order.Status, Is.EqualTo(S.Filled));

    [Test]
    public void An_order_rejected_without_fills_is_done()
    {
        var desk = Of(U(0, S.New), U(1, S.Rejected));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { Created, Rejected }));
        Assert.That(desk.Order, Has.Property("IsDone").True.And.Property("IsSettled").True.And.Property("Leaves").Zero);
    }

    [Test]
    public void REJECTED_after_a_fill_conflicts_and_the_fill_is_kept()
    {
        var desk = Of(U(0, S.PartiallyFilled, 4), T(0, 1, 4), U(1, S.Rejected));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { PartiallyFilled, FillConfirmed, Conflict }));
        Assert.That(desk.Order, Has.Property("Status").EqualTo(S.PartiallyFilled).And.Property("Filled").EqualTo(4).And.Property("IsDone").False);
    }

    [Test]
    public void A_fill_after_rejected_reopens_the_order()
    {
        var desk = Of(U(0, S.Rejected), T(1, 1, 4));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { Rejected, PartiallyFilled }));
        Assert.That(desk.Order, Has.Property("IsDone").False.And.Property("Leaves").EqualTo(6));
    }

    [Test]
    public void An_old_partial_never_reopens_an_executed_order()
    {
        var desk = Of(U(5, S.Filled, 6), T(5, 1, 6), T(1, 2, 4), U(1, S.PartiallyFilled, 4));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { Filled, FillConfirmed, LateFill, FillConfirmed }));
        Assert.That(desk.Order, Has.Property("Status").EqualTo(S.Filled).And.Property("Filled").EqualTo(10));
    }

    [Test]
    public void A_late_New_never_regresses_the_status()
    {
        var desk = Of(U(1, S.PartiallyFilled, 4), U(0, S.New), U(2, S.Filled, 6), U(0, S.New), U(0, S.New, order: 2), U(1, S.Cancelled, order: 2), U(0, S.New, order: 2));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { PartiallyFilled, Ignored, Filled, Ignored, Created, Cancelled, Ignored }));
    }

    [Test]
    public void A_restated_status_is_a_duplicate()
    {
        var desk = Of(U(0, S.New), U(0, S.New), U(1, S.Filled, 10), U(1, S.Filled, 10));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { Created, Duplicate, Filled, Duplicate }));
    }

    [Test]
    public void An_unknown_status_is_ignored_and_its_text_kept_until_a_known_one_comes()
    {
        var desk = Of(U(1, S.Unknown, text: "TRIGGERED"), U(0, S.Unknown, text: "PENDING"));
        Assert.That(desk.Kinds, Is.EqualTo(new[] { Ignored, Ignored }));
        Assert.That(desk.Order, Has.Property("Status").EqualTo(S.Unknown).And.Property("StatusText").EqualTo("TRIGGERED").And.Property("Quantity").EqualTo(10));

        desk.Push(U(2, S.New), U(3, S.Unknown, text: "TRIGGERED"));
        Assert.That(desk.Kinds.Skip(2), Is.EqualTo(new[] { Created, Ignored }));
        Assert.That(desk.Order, Has.Property("Status").EqualTo(S.New).And.Property("StatusText").Null);
    }

    [Test]
    public void An_amendment_to_a_greater_quantity_reopens_an_order_filled_by_transactions()
    {
        var desk = Of(U(0, S.New), T(1, 1, 10), U(2, S.PartiallyFilled, quantity: 15));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { Created, Filled, PartiallyFilled }));
        Assert.That(desk.Order, Has.Property("Leaves").EqualTo(5).And.Property("IsDone").False);
    }

    [Test]
    public void A_transaction_of_quantity_zero_fills_nothing()
    {
        var desk = Of(U(0, S.New), T(1, 1, 0));

        Assert.That(desk.Last.Kind, Is.EqualTo(Ignored));
        Assert.That((desk.Order.Filled, desk.Order.Notional, desk.Order.AveragePrice), Is.EqualTo((0m, (decimal?)null, (decimal?)null)));
    }
}
