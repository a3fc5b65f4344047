using System.Reactive.Linq;
using static Nexus.Reactive.OrderEventKind;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>What time brings: missing fills, and done orders forgotten.</summary>
public sealed class OrderTimerTests
{
    private const double FiveSeconds = 5_000;
    private const double FiveMinutes = 300_000;

    private static OrderDesk WithTransactionsSeen(OrderTrackingOptions? options = null)
    {
        var desk = new OrderDesk(options);
        desk.Push(T(0, 999, 1, order: 999), U(0, S.Filled, 1, quantity: 1, order: 999));
        return desk;
    }

    [Test]
    public void Ledgers_that_differ_for_the_settlement_timeout_are_told_once_at_that_time()
    {
        var desk = WithTransactionsSeen();
        desk.Push(U(10, S.PartiallyFilled, 4));

        Assert.That(desk.Wait(10 + FiveSeconds - 1), Is.Empty);
        var told = desk.Wait(10 + FiveSeconds);
        Assert.That(told, Has.Count.EqualTo(1));
        Assert.That(told[0], Is.EqualTo(new OrderEvent(told[0].After, told[0].After, FillsMissing, null)));
        Assert.That(told[0].After.OrderId, Is.EqualTo(1));
        Assert.That(desk.Wait(60_000), Is.Empty);
    }

    [Test]
    public void A_timer_event_comes_at_its_own_time_also_through_a_silence()
    {
        var desk = WithTransactionsSeen();
        var times = new List<DateTimeOffset>();
        desk.Feed.TrackOrders().Where(e => e.Cause is null).Subscribe(_ => times.Add(desk.Feed.Clock.Now));

        desk.Push(T(10, 1, 10), U(10, S.New), U(20, S.PartiallyFilled, 4));
        desk.Wait(3_000_000);

        Assert.That(times, Is.EqualTo(new[] { At(10 + FiveSeconds), At(10 + FiveMinutes) }));
    }

    [Test]
    public void A_transaction_without_its_update_is_missing_fills_too()
    {
        var desk = Of(U(0, S.New), T(0, 1, 4));

        Assert.That(desk.Wait(FiveSeconds).Single().Kind, Is.EqualTo(FillsMissing));
    }

    [Test]
    public void The_other_ledger_in_time_prevents_it()
    {
        var desk = WithTransactionsSeen();
        desk.Push(U(0, S.PartiallyFilled, 4), T(4_999, 1, 4));

        Assert.That(desk.Wait(60_000), Is.Empty);
    }

    [Test]
    public void The_time_counts_from_when_the_ledgers_came_to_differ_not_from_the_last_fill()
    {
        var desk = WithTransactionsSeen();
        desk.Push(U(0, S.PartiallyFilled, 4), U(3_000, S.PartiallyFilled, 1), T(3_001, 1, 4));

        Assert.That(desk.Wait(FiveSeconds).Single().Kind, Is.EqualTo(FillsMissing));
    }

    [Test]
    public void Each_new_difference_is_told_anew()
    {
        var desk = WithTransactionsSeen();
        desk.Push(U(0, S.PartiallyFilled, 4));
        desk.Wait(6_000);
        desk.Push(T(7_000, 1, 4), U(8_000, S.PartiallyFilled, 1));

        Assert.That(desk.Wait(12_999), Is.Empty);
        Assert.That(desk.Wait(13_000).Single().Kind, Is.EqualTo(FillsMissing));
    }

    [Test]
    public void Fills_are_not_missed_on_a_feed_that_never_showed_a_transaction()
    {
        var desk = Of(U(0, S.New), U(1, S.PartiallyFilled, 4), U(2, S.Cancelled));

        Assert.That(desk.Wait(60_000), Is.Empty);
    }

    [Test]
    public void From_the_first_transaction_on_earlier_updates_wait_for_theirs_too()
    {
        var desk = Of(U(0, S.PartiallyFilled, 4));
        desk.Wait(60_000);
        desk.Push(U(60_000, S.PartiallyFilled, 1, order: 2), T(60_000, 1, 1, order: 2));

        Assert.That(desk.Wait(60_000 + FiveSeconds - 1), Is.Empty);
        Assert.That(desk.Wait(60_000 + FiveSeconds).Single(), Has.Property("Kind").EqualTo(FillsMissing).And.Property("After").Property("OrderId").EqualTo(1));
    }

    [Test]
    public void The_settlement_timeout_is_an_option()
    {
        var desk = WithTransactionsSeen(new OrderTrackingOptions { SettlementTimeout = TimeSpan.FromMilliseconds(100) });
        desk.Push(U(0, S.PartiallyFilled, 4));

        Assert.That(desk.Wait(99), Is.Empty);
        Assert.That(desk.Wait(100).Single().Kind, Is.EqualTo(FillsMissing));
    }

    [TestCase(S.Filled)]
    [TestCase(S.Cancelled)]
    [TestCase(S.Rejected)]
    public void A_done_order_is_forgotten_after_its_linger(S end)
    {
        var desk = Of(U(0, S.New), U(1_000, end));

        Assert.That(desk.Wait(1_000 + FiveMinutes - 1), Is.Empty);
        var told = desk.Wait(1_000 + FiveMinutes);
        Assert.That(told, Is.EqualTo(new[] { new OrderEvent(desk.Events[1].After, desk.Events[1].After, Forgotten, null) }));
        Assert.That(desk.Wait(10 * FiveMinutes), Is.Empty);
    }

    [Test]
    public void An_open_order_is_never_forgotten()
    {
        var desk = Of(U(0, S.New));

        Assert.That(desk.Wait(3_000_000), Is.Empty);
        Assert.That(desk.Push(U(3_000_000, S.Cancelled)).Single().Before, Is.Not.Null);
    }

    [Test]
    public void A_reopened_order_is_not_forgotten()
    {
        var desk = Of(U(0, S.New), T(1, 1, 10), U(1, S.PartiallyFilled, 10), U(1_000, S.New, quantity: 20));

        Assert.That(desk.Wait(2 * FiveMinutes), Is.Empty);
    }

    [Test]
    public void News_of_a_done_order_does_not_prolong_its_linger()
    {
        var desk = Of(U(0, S.Filled, 10), T(FiveMinutes - 1, 1, 10));

        Assert.That(desk.Wait(FiveMinutes).Single().Kind, Is.EqualTo(Forgotten));
    }

    [Test]
    public void At_most_so_many_done_orders_are_kept_and_the_first_done_goes_first()
    {
        var desk = new OrderDesk(new OrderTrackingOptions { MaxDoneOrders = 2 });

        desk.Push(U(0, S.New, order: 1), U(0, S.New, order: 2), U(0, S.New, order: 3), U(1, S.Cancelled, order: 2), U(1, S.Cancelled, order: 1));
        var last = desk.Push(U(2, S.Cancelled, order: 3));

        Assert.That(last.Select(e => (e.Kind, e.After.OrderId)), Is.EqualTo(new[] { (Cancelled, 3L), (Forgotten, 2L) }));
    }

    [Test]
    public void With_no_done_orders_kept_each_is_forgotten_at_once()
    {
        var desk = new OrderDesk(new OrderTrackingOptions { MaxDoneOrders = 0 });

        Assert.That(desk.Push(U(0, S.Filled, 10)).Select(e => e.Kind), Is.EqualTo(new[] { Filled, Forgotten }));
    }

    [Test]
    public void A_transaction_is_remembered_longer_than_its_order()
    {
        var desk = Of(U(0, S.New), T(1, 1, 10), U(1, S.Filled, 10));
        desk.Wait(FiveMinutes + 1);

        var replay = desk.Push(T(1, 1, 10)).Single();

        Assert.That(replay, Has.Property("Kind").EqualTo(Duplicate).And.Property("Before").Null);
        Assert.That(replay.After, Has.Property("Filled").Zero.And.Property("OrderId").EqualTo(1));
        Assert.That(desk.Wait(10 * FiveMinutes), Is.Empty);
    }

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
    public void A_forgotten_order_that_is_said_to_have_ended_otherwise_is_a_conflict()
    {
        var desk = Of(T(0, 9, 1, order: 9), U(0, S.Filled, 1, quantity: 1, order: 9), U(0, S.Cancelled));
        desk.Wait(FiveMinutes);

        Assert.That(desk.Push(U(400_000, S.Cancelled), U(400_001, S.Filled, 10)).Select(e => e.Kind), Is.EqualTo(new[] { Duplicate, Conflict }));
    }

    [Test]
    public void A_new_transaction_of_a_forgotten_order_counts_alone_and_the_order_stays_done()
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
    public void Only_so_many_forgotten_orders_are_remembered_the_latest_ones()
    {
        var desk = new OrderDesk(new OrderTrackingOptions { MaxDoneOrders = 1 });
        desk.Push(U(0, S.Cancelled, order: 1), U(0, S.Cancelled, order: 2), U(0, S.Cancelled, order: 3));

        Assert.That(desk.Push(U(1, S.Cancelled, order: 2), U(1, S.Cancelled, order: 1)).Select(e => (e.Kind, e.After.OrderId)), Is.EqualTo(new[] { (Duplicate, 2L), (Cancelled, 1L), (Forgotten, 3L) }));
    }

    [Test]
    public void Only_so_many_transaction_ids_are_remembered_the_latest_ones()
    {
        var desk = new OrderDesk(new OrderTrackingOptions { RememberedTransactions = 2 });

        desk.Push(T(0, 1, 1), T(0, 2, 1), T(0, 3, 1), T(0, 2, 1), T(0, 1, 1));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { PartiallyFilled, PartiallyFilled, PartiallyFilled, Duplicate, PartiallyFilled }));
    }

    [Test]
    public void Timers_survive_the_one_time_the_clock_goes_back()
    {
        var year = TimeSpan.FromDays(365).TotalMilliseconds;
        var desk = Of(T(year, 1, 10), U(0, S.New, order: 2), U(1, S.Filled, 10));

        Assert.That(desk.Wait(FiveSeconds - 1), Is.Empty);
        Assert.That(desk.Feed.Clock.Now, Is.EqualTo(At(FiveSeconds - 1)));
        Assert.That(desk.Wait(2 * FiveMinutes).Select(e => e.Kind), Is.EqualTo(new[] { Forgotten }));
    }

    [Test]
    public void A_linger_without_end_is_allowed()
    {
        var desk = new OrderDesk(new OrderTrackingOptions { Linger = TimeSpan.MaxValue, SettlementTimeout = TimeSpan.MaxValue });
        desk.Push(T(0, 1, 4), U(0, S.Filled, 10));

        Assert.That(desk.Wait(1_000_000), Is.Empty);
    }
}
