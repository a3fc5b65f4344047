using static Nexus.Reactive.OrderEventKind;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>What is said of an order after it was forgotten.</summary>
public sealed class OrderTombstoneTests
{
    private const double FiveMinutes = 300_000;

    [Test]
    public void A_forgotten_order_that_is_restated_later_is_a_duplicate()
    {
        var desk = Of(U(0, S.New), T(1, 1, 10), U(1, S.Filled, 10));
        desk.Wait(FiveMinutes + 1);

        var restated = desk.Push(U(400_000, S.Filled, 10), U(400_001, S.PartiallyFilled, 4));

        Assert.That(restated.Select(e => (e.Kind, e.Before, e.After.Filled)), Is.All.EqualTo((Duplicate, (Order?)null, 0m)));
        Assert.That(desk.Wait(10 * FiveMinutes), Is.Empty);
    }

    [Test]
    public void A_replayed_update_of_a_forgotten_unconfirmed_order_never_counts_after_any_number_of_gaps()
    {
        var desk = Of(U(0, S.New), U(1, S.PartiallyFilled, 4), U(2, S.Cancelled));
        desk.Wait(FiveMinutes + 2);

        for (var gap = 0; gap < 3; gap++)
        {
            var replayed = desk.Push(new FeedGap("reconnected"), U(1, S.PartiallyFilled, 4), U(2, S.Cancelled));
            Assert.That(replayed.Select(e => (e.Kind, e.Before)), Is.EqualTo(new[] { (Duplicate, (Order?)null), (Duplicate, (Order?)null) }));
        }
    }

    [Test]
    public void An_update_that_restores_a_forgotten_order_counts_each_time_it_arrives()
    {
        var desk = Of(U(0, S.New), U(1, S.PartiallyFilled, 4), U(2, S.Cancelled));
        desk.Wait(FiveMinutes + 2);

        desk.Push(U(400_000, S.PartiallyFilled, 3), U(400_000, S.PartiallyFilled, 3));

        Assert.That(desk.Order.Reported, Is.EqualTo(10), "no gap came between the two, so they are two fills");
    }

    [Test]
    public void A_different_final_status_of_a_forgotten_order_is_a_conflict()
    {
        var desk = Of(T(0, 9, 1, order: 9), U(0, S.Filled, 1, quantity: 1, order: 9), U(0, S.Cancelled));
        desk.Wait(FiveMinutes);

        Assert.That(desk.Push(U(400_000, S.Cancelled), U(400_001, S.Filled, 10)).Select(e => e.Kind), Is.EqualTo(new[] { Duplicate, Conflict }));
    }

    [Test]
    public void A_new_transaction_of_a_forgotten_order_counts_once_and_the_order_stays_done()
    {
        var desk = Of(U(0, S.New), T(1, 1, 4), U(1, S.PartiallyFilled, 4), U(2, S.Cancelled));
        desk.Wait(FiveMinutes + 2);

        var late = desk.Push(T(400_000, 2, 3), U(400_000, S.PartiallyFilled, 3), U(400_001, S.Cancelled, 7));

        Assert.That(late.Select(e => e.Kind), Is.EqualTo(new[] { Cancelled, Duplicate, Duplicate }));
        Assert.That(desk.Order, Has.Property("Filled").EqualTo(3).And.Property("Status").EqualTo(S.Cancelled).And.Property("IsDone").True);
        Assert.That(desk.Wait(400_000 + FiveMinutes).Select(e => e.Kind), Is.EqualTo(new[] { Forgotten }), "no fill is missing");
        Assert.That(desk.Push(U(800_000, S.Cancelled, 7), T(800_000, 2, 3)).Select(e => e.Kind), Is.EqualTo(new[] { Duplicate, Duplicate }));
    }

    [Test]
    public void The_first_transactions_of_a_feed_do_not_count_again_for_an_already_forgotten_order()
    {
        var desk = new OrderDesk(new OrderTrackingOptions { MaxDoneOrders = 1 });
        using var ledger = new OrderLedger(desk.Feed.TrackOrders(new OrderTrackingOptions { MaxDoneOrders = 1 }));
        desk.Push(U(0, S.Filled, 10), U(0, S.Cancelled, order: 2));

        var late = desk.Push(T(1, 1, 4), T(1, 2, 6));

        Assert.That(late.Where(e => e.Cause is not null).Select(e => (e.Kind, e.After.Filled, e.After.Confirmed)), Is.EqualTo(new[] { (FillConfirmed, 10m, 4m), (FillConfirmed, 10m, 10m) }));
        Assert.That(ledger.Positions[Btc].Quantity, Is.EqualTo(10));
    }

    [Test]
    public void Repeated_updates_of_an_order_forgotten_before_its_transactions_do_not_count()
    {
        NexusMessage[] said = [U(0, S.New), U(1, S.PartiallyFilled, 4), U(2, S.Cancelled)];
        var desk = Of([T(0, 9, 1, order: 9), .. said]);
        desk.Wait(FiveMinutes + 2);

        Assert.That(desk.Push(said).Select(e => e.Kind), Is.All.EqualTo(Duplicate));
        desk.Push(T(400_000, 1, 4));
        Assert.That((desk.Order.Filled, desk.Order.Unconfirmed), Is.EqualTo((4m, 0m)));
    }

    [Test]
    public void Only_a_limited_number_of_the_latest_forgotten_orders_is_remembered()
    {
        var desk = new OrderDesk(new OrderTrackingOptions { MaxDoneOrders = 1 });
        desk.Push(U(0, S.Cancelled, order: 1), U(0, S.Cancelled, order: 2), U(0, S.Cancelled, order: 3));

        Assert.That(desk.Push(U(1, S.Cancelled, order: 2), U(1, S.Cancelled, order: 1)).Select(e => (e.Kind, e.After.OrderId)), Is.EqualTo(new[] { (Duplicate, 2L), (Cancelled, 1L), (Forgotten, 3L) }));
    }

    [Test]
    public void A_repeated_transaction_of_a_forgotten_order_creates_no_order()
    {
        var desk = Of(T(0, 1, 10), U(0, S.Filled, 10));
        desk.Wait(1_000_000);

        var told = desk.Push(T(0, 1, 10), T(0, 1, 9));

        Assert.That(told.Select(e => e.Kind), Is.EqualTo(new[] { Duplicate, Conflict }));
        Assert.That(told.Select(e => e.After.Flags), Is.EqualTo(new[] { OrderFlags.Orphan, OrderFlags.Orphan | OrderFlags.Conflict }));
        Assert.That(told.Select(e => (e.After.IsDone, e.After.IsSettled)), Is.All.EqualTo((false, false)));
    }

    [Test]
    public void A_late_fee_of_a_forgotten_order_is_booked_under_the_symbol_of_the_order()
    {
        var desk = Of(U(0, S.New), T(1, 1, 10, symbol: Eth), U(1, S.Filled, 10));
        desk.Wait(1_000_000);

        desk.Push(T(1, 1, 10, symbol: Eth, fee: 1, feeAsset: "USDT"));
        Assert.That(desk.Ledger.Positions.Values.Select(static position => (position.Symbol, position.Fees["USDT"])), Is.EqualTo(new[] { (Btc, 1m) }));
    }

    [Test]
    public void A_later_fee_also_reports_the_side_of_its_transaction_to_a_restored_order()
    {
        var desk = Of(T(0, 1, 10, side: Side.Sell), U(0, S.Filled, 10));
        desk.Wait(1_000_000);

        desk.Push(T(1_000_001, 2, 1), T(0, 1, 10, side: Side.Sell, fee: 1, feeAsset: "USDT"));
        Assert.That(desk.Order, Has.Property("Filled").EqualTo(1).And.Property("Flags").EqualTo(OrderFlags.Conflict));
    }

    [Test]
    public void A_replay_is_recognized_after_a_late_transaction_of_a_forgotten_order()
    {
        var desk = Of(T(0, 99, 1, order: 7), U(0, S.Filled, 10), T(1, 1, 4));
        desk.Wait(1_000_000);

        Assert.That(desk.Push(T(1_000_001, 2, 6), U(0, S.Filled, 10)).Select(e => e.Kind), Is.EqualTo(new[] { FillConfirmed, Duplicate }));
    }
}
