using System.Reactive.Subjects;
using static Nexus.Reactive.OrderEventKind;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>What is said late, twice, with a wild timestamp or only in part, with the values that are true.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OrderTruthTests : IDisposable
{
    private readonly Subject<OrderSnapshot> _snapshots = new();

    public void Dispose() => _snapshots.Dispose();

    [Test]
    public void A_future_timestamp_before_a_gap_blocks_neither_an_amendment_nor_the_end_after_it()
    {
        var desk = Of(U(0, S.New), U(240_000, S.PartiallyFilled, 4), Gap());

        Assert.That(desk.Push(U(1_000, S.PartiallyFilled, quantity: 8)).Single().Kind, Is.EqualTo(Amended));
        Assert.That(desk.Order.Quantity, Is.EqualTo(8));
        Assert.That(desk.Push(U(2_000, S.Cancelled)).Single().Kind, Is.EqualTo(Cancelled));
    }

    [Test]
    public void A_timestamp_that_the_clock_rejected_is_not_used_to_order_updates()
    {
        var desk = Of(U(0, S.New), U(90_000_000_000, S.PartiallyFilled, 4), Gap(), U(1_000, S.New, quantity: 8), U(2_000, S.Filled, 4));

        Assert.That(desk.Order, Has.Property("Quantity").EqualTo(8).And.Property("Status").EqualTo(S.Filled).And.Property("Filled").EqualTo(8));
        Assert.That(desk.Order.UpdatedAt, Is.EqualTo(At(2_000)));
    }

    [Test]
    public void NEW_and_CANCELLED_in_one_millisecond_around_a_gap_end_the_order() =>
        Assert.That(Of(U(0, S.New, type: OrderType.ImmediateOrCancel), Gap(), U(0, S.Cancelled, type: OrderType.ImmediateOrCancel)).Last.Kind, Is.EqualTo(Cancelled));

    [Test]
    public void After_a_gap_an_update_is_a_duplicate_as_often_as_it_was_seen_before_and_then_counts()
    {
        var update = U(5, S.PartiallyFilled, 2);
        var desk = Of(U(0, S.New), update, update, Gap());

        Assert.That(desk.Push(update, update, update).Select(e => e.Kind), Is.EqualTo(new[] { Duplicate, Duplicate, PartiallyFilled }));
        Assert.That(desk.Order.Filled, Is.EqualTo(6));
    }

    [Test]
    public void FILLED_in_the_millisecond_of_a_snapshot_fills_the_order()
    {
        var desk = new OrderDesk(snapshots: _snapshots);
        desk.Push(U(0, S.New), Gap());
        Snapshot(10, S.PartiallyFilled, 5);
        desk.Push(U(10, S.Filled, 5));

        Assert.That(desk.Order, Has.Property("Status").EqualTo(S.Filled).And.Property("Filled").EqualTo(10));
    }

    [Test]
    public void Transactions_one_second_late_are_not_missing_fills_and_a_lost_transaction_is()
    {
        var desk = Of(T(0, 99, 1, order: 7), U(0, S.New, quantity: 1_000));
        for (var i = 1; i <= 30; i++)
            desk.Push(U(i * 1_000, S.PartiallyFilled, 1, quantity: 1_000, price: 100 + i), T((i * 1_000) + 900, i, 1, 100 + i));
        Assert.That(desk.Events.Where(e => e.After.OrderId == 1).Select(e => e.Kind), Has.None.EqualTo(FillsMissing));

        for (var i = 31; i <= 60; i++)
        {
            desk.Push(U(i * 1_000, S.PartiallyFilled, 1, quantity: 1_000, price: 100 + i));
            if (i is not (35 or 50))
                desk.Push(T((i * 1_000) + 900, i, 1, 100 + i));
        }

        Assert.That(desk.Events.Where(e => e.After.OrderId == 1 && e.Kind == FillsMissing).Select(e => e.After.Reported), Is.EqualTo(new[] { 39m, 54m }), "five seconds after each lost one, before the update of that time");
    }

    [TestCase(1_000)]
    [TestCase(6_000)]
    public void Cumulative_quantities_read_per_event_are_diagnosed_at_the_first_contradiction(double distance)
    {
        var desk = Of(U(0, S.New));
        (decimal Total, decimal Fill)[] fills = [(4, 4), (7.52m, 3.52m), (10, 2.48m)];
        for (var i = 0; i < fills.Length; i++)
        {
            var at = (i + 1) * distance;
            desk.Push(U(at, i == 2 ? S.Filled : S.PartiallyFilled, fills[i].Total), T(at, i + 1, fills[i].Fill));
        }

        Assert.That(desk.Kinds.Count(static kind => kind == Misread), Is.EqualTo(1));
        Assert.That(desk.Events.Single(e => e.Kind == Misread).After.Reported, Is.EqualTo(11.52m), "when the sum first exceeded the quantity");
    }

    [TestCase(S.New)]
    [TestCase(S.Unknown)]
    public void An_executed_quantity_on_a_status_without_fills_is_flagged_until_it_is_confirmed(OrderStatus status)
    {
        var desk = Of(U(0, status, 2, text: "HELD"));
        Assert.That((desk.Order.Filled, desk.Order.Flags), Is.EqualTo((0m, OrderFlags.Unexplained)));

        desk.Push(T(1, 1, 2));
        Assert.That((desk.Order.Filled, desk.Order.Flags), Is.EqualTo((2m, OrderFlags.None)));
    }

    [Test]
    public void Fills_before_tracking_started_stay_inferred_settle_and_are_in_no_position()
    {
        var desk = new OrderDesk(snapshots: _snapshots);
        desk.Push(new Ping(At(0)));
        Snapshot(0, S.PartiallyFilled, 3);
        desk.Push(U(1, S.PartiallyFilled, 2), T(1, 1, 2), U(2, S.Filled, 5), T(2, 2, 5));

        Assert.That(desk.Order, Has.Property("Filled").EqualTo(10).And.Property("FilledBefore").EqualTo(3).And.Property("Confirmed").EqualTo(7).And.Property("IsSettled").True);
        Assert.That(desk.Order.Flags, Is.EqualTo(OrderFlags.Inferred | OrderFlags.Estimated));
        Assert.That(desk.Position.Quantity, Is.EqualTo(7));
        Assert.That(desk.Wait(60_000), Is.Empty);

        desk.Push(T(-5, 3, 3));
        Assert.That((desk.Order.Filled, desk.Order.FilledBefore, desk.Order.Flags), Is.EqualTo((10m, 0m, OrderFlags.None)));
    }

    [Test]
    public void Fills_known_only_from_a_snapshot_stay_inferred_until_earlier_transactions_confirm_them()
    {
        var desk = new OrderDesk(snapshots: _snapshots);
        desk.Push(U(0, S.New), Gap());
        Snapshot(10, S.PartiallyFilled, 3);
        desk.Push(U(11, S.PartiallyFilled, 2), T(11, 1, 2), U(12, S.PartiallyFilled, 2), T(12, 2, 2));
        Assert.That((desk.Order.Filled, desk.Order.Flags & OrderFlags.Inferred), Is.EqualTo((7m, OrderFlags.Inferred)));

        desk.Push(T(5, 3, 3));
        Assert.That((desk.Order.Filled, desk.Order.Flags, desk.Position.Quantity), Is.EqualTo((7m, OrderFlags.None, 7m)));
    }

    private void Snapshot(double at, OrderStatus status, decimal filled, decimal? price = 100, Side side = Side.Buy) => _snapshots.OnNext(new OrderSnapshot
    {
        Timestamp = At(at),
        Orders = [new OrderSnapshotEntry { OrderId = 1, Symbol = Btc, Side = side, Type = OrderType.Limit, Price = 100, Quantity = 10, Status = status, Filled = filled, AveragePrice = price }],
    });
}
