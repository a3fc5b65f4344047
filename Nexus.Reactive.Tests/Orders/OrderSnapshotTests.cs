using System.Reactive.Subjects;
using static Nexus.Reactive.OrderEventKind;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>What a snapshot changes and what it leaves.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OrderSnapshotTests : IDisposable
{
    private static readonly OrderTrackingOptions Cumulative = new() { ExecutedQuantity = ExecutedQuantityKind.Cumulative };

    private readonly Subject<OrderSnapshot> _snapshots = new();

    public void Dispose() => _snapshots.Dispose();

    [Test]
    public void Fills_reported_by_updates_are_not_inferred_after_an_equal_snapshot() =>
        Assert.That(Resync(2, Entry(S.PartiallyFilled, 8), U(0, S.PartiallyFilled, 8), T(1, 1, 4)).Order.Flags, Is.EqualTo(OrderFlags.Estimated));

    [Test]
    public void Inferred_fills_stay_inferred_after_a_second_snapshot()
    {
        var desk = Resync(1, Entry(S.PartiallyFilled, 5), U(0, S.New));
        _snapshots.OnNext(new OrderSnapshot { Timestamp = At(2), Orders = [Entry(S.PartiallyFilled, 5)] });

        Assert.That(desk.Last.Kind, Is.EqualTo(Resynced));
        Assert.That(desk.Order.Flags, Is.EqualTo(OrderFlags.Inferred | OrderFlags.Estimated));
    }

    [Test]
    public void A_snapshot_of_the_same_instant_as_the_last_update_wins() =>
        Assert.That(Resync(5, Entry(S.PartiallyFilled, 3), U(5, S.PartiallyFilled, 4)).Order.Filled, Is.EqualTo(3));

    [Test]
    public void A_late_snapshot_without_new_information_does_not_change_the_average_price() =>
        Assert.That(Resync(3, Entry(S.PartiallyFilled, 4, 100), U(5, S.PartiallyFilled, 4, price: 90)).Order.AveragePrice, Is.EqualTo(90));

    [Test]
    public void An_order_not_listed_in_a_snapshot_with_the_same_timestamp_is_missing() =>
        Assert.That(Resync(5, Entry(S.New, 0, order: 2), U(5, S.New)).Last.Kind, Is.EqualTo(Missing));

    [Test]
    public void A_missing_order_is_done_once_a_snapshot_lists_its_end()
    {
        var desk = Resync(5, Entry(S.New, 0, order: 2), U(0, S.New, quantity: 7), Gap());
        Assert.That((desk.Ledger.Find(1)!.Status, desk.Ledger.Find(1)!.Flags), Is.EqualTo((S.New, OrderFlags.Stale | OrderFlags.Missing)));
        _snapshots.OnNext(new OrderSnapshot { Timestamp = At(6), Orders = [Entry(S.Cancelled, 1.5m)] });

        var order = desk.Ledger.Find(1)!;
        Assert.That((order.Status, order.Filled, order.Flags), Is.EqualTo((S.Cancelled, 1.5m, OrderFlags.Inferred | OrderFlags.Estimated)));
    }

    [Test]
    public void A_total_below_the_snapshot_does_not_lower_the_filled_quantity()
    {
        var desk = Resync(10, Entry(S.PartiallyFilled, 5), U(0, S.New));
        desk.Push(U(11, S.PartiallyFilled, aggregated: 4));

        Assert.That(desk.Order.Filled, Is.EqualTo(5));
    }

    [Test]
    public void After_a_snapshot_without_a_price_later_fills_set_the_average_price()
    {
        var desk = Resync(10, Entry(S.PartiallyFilled, 5, price: null), U(0, S.New));
        desk.Push(U(11, S.PartiallyFilled, 2, price: 100));

        Assert.That((desk.Order.Filled, desk.Order.AveragePrice), Is.EqualTo((7m, (decimal?)100m)));
    }

    [Test]
    public void A_snapshot_prices_a_cumulative_quantity_too()
    {
        var desk = new OrderDesk(Cumulative, _snapshots);
        desk.Push(U(0, S.New));
        _snapshots.OnNext(new OrderSnapshot { Timestamp = At(10), Orders = [Entry(S.PartiallyFilled, 5, 101)] });

        Assert.That(desk.Order.AveragePrice, Is.EqualTo(101));
    }

    [Test]
    public void A_price_without_an_executed_quantity_does_not_change_the_average_of_the_snapshot()
    {
        var desk = new OrderDesk(Cumulative, _snapshots);
        desk.Push(U(0, S.New));
        _snapshots.OnNext(new OrderSnapshot { Timestamp = At(10), Orders = [Entry(S.PartiallyFilled, 5, 101)] });
        desk.Push(U(11, S.PartiallyFilled, aggregated: 5) with { ExecutedPrice = 99 });

        Assert.That(desk.Order.AveragePrice, Is.EqualTo(101));
    }

    [Test]
    public void A_snapshot_with_another_quantity_and_the_same_notional_changes_the_average_price() =>
        Assert.That(Resync(10, Entry(S.PartiallyFilled, 5, 80), U(0, S.PartiallyFilled, 4, price: 100)).Order.AveragePrice, Is.EqualTo(80));

    [Test]
    public void Orders_marked_at_once_are_reported_in_the_order_of_their_creation()
    {
        var desk = Resync(10, Entry(S.New, 0, order: 9), U(5, S.New), U(0, S.New, order: 2), Gap());

        Assert.That(desk.Events.Select(e => (e.Kind, e.After.OrderId)), Is.EqualTo(new[]
        {
            (Created, 1L), (Created, 2L), (Stale, 2L), (Stale, 1L), (Created, 9L), (Missing, 2L), (Missing, 1L),
        }));
    }

    [Test]
    public void Retention_of_an_order_ended_by_a_snapshot_starts_at_the_snapshot()
    {
        var desk = new OrderDesk(new OrderTrackingOptions { DoneOrderRetention = TimeSpan.FromSeconds(60) }, _snapshots);
        desk.Push(U(0, S.New), new Ping(At(100_000)));
        _snapshots.OnNext(new OrderSnapshot { Timestamp = At(100_000), Orders = [Entry(S.Cancelled, 0)] });

        Assert.That(desk.Wait(159_999), Is.Empty);
        Assert.That(desk.Wait(160_000).Select(e => e.Kind), Is.EqualTo(new[] { Forgotten }));
    }

    [Test]
    public void A_snapshot_adds_the_missing_fills_of_a_forgotten_order()
    {
        var desk = GetForgotten(U(0, S.New), Gap());
        var position = desk.Position;
        Send(400_000, Entry(S.Cancelled, 4));
        Assert.That((desk.Last.Kind, desk.Position, desk.Ledger.Done.Count), Is.EqualTo((OrderEventKind.Resynced, position, 0)), "nothing was missing");

        Send(400_001, Entry(S.Cancelled, 10, price: 106));
        Assert.That(desk.Order, Has.Property("Filled").EqualTo(6).And.Property("AveragePrice").EqualTo(110).And.Property("Flags").EqualTo(OrderFlags.Inferred | OrderFlags.Estimated));
        Assert.That((desk.Position.Quantity, desk.Position.AverageCost), Is.EqualTo((10m, 106m)));
        Assert.That(desk.Wait(900_000).Select(static e => e.Kind), Is.EqualTo(new[] { FillsMissing, Forgotten }));

        desk.Push(U(2, S.PartiallyFilled, 6), T(2, 2, 6, 109));
        Assert.That((desk.Position.Quantity, desk.Position.AverageCost), Is.EqualTo((10m, 105.4m)));
        Assert.That(desk.Order, Has.Property("Filled").EqualTo(6).And.Property("Flags").EqualTo(OrderFlags.None));

        Send(900_001, Entry(S.Cancelled, 4));
        Assert.That((desk.Order.Reported, desk.Order.Confirmed, desk.Position.Quantity), Is.EqualTo((0m, 6m, 10m)), "transactions are not taken back");
    }

    [Test]
    public void A_snapshot_reports_no_fill_of_a_forgotten_order_from_before_the_tracking_began()
    {
        var desk = GetForgotten();
        Send(400_000, Entry(S.Cancelled, 10));

        Assert.That((desk.Order.Filled, desk.Order.FilledBefore, desk.Position.Quantity), Is.EqualTo((6m, 6m, 4m)));
    }

    [Test]
    public void A_late_snapshot_with_a_large_total_is_not_reported_as_a_misread_quantity()
    {
        var desk = Resync(5, Entry(S.PartiallyFilled, 12), U(0, S.New), U(10, S.PartiallyFilled, 1), U(11, S.PartiallyFilled, 2));

        Assert.That((desk.Order.Reported, desk.Kinds.Contains(Misread)), Is.EqualTo((12m, false)));
    }

    [Test]
    public void Quantities_before_a_snapshot_do_not_affect_how_later_quantities_are_interpreted()
    {
        var desk = Resync(3, Entry(S.New, 0), U(0, S.New), U(1, S.PartiallyFilled, 5), U(2, S.PartiallyFilled, 3));

        Assert.That(desk.Push(U(4, S.PartiallyFilled, 4), U(5, S.PartiallyFilled, 8)).Select(static e => e.Kind), Is.EqualTo(new[] { PartiallyFilled, PartiallyFilled, Misread }));
    }

    [Test]
    public void Disposing_a_tracker_ends_its_subscription_to_the_snapshots()
    {
        var desk = Resync(0, Entry(S.New, 0));
        Assert.That(_snapshots.HasObservers, Is.True);

        desk.Subscription.Dispose();
        desk.Ledger.Dispose();
        desk.FifoLedger.Dispose();
        Assert.That(_snapshots.HasObservers, Is.False);
    }

    [Test]
    public void A_snapshot_older_than_the_previous_one_does_not_lower_the_filled_quantity()
    {
        var desk = Resync(10, Entry(S.PartiallyFilled, 6), U(0, S.New));
        Send(5, Entry(S.PartiallyFilled, 3));

        Assert.That(desk.Order.Filled, Is.EqualTo(6));
    }

    [Test]
    public void A_snapshot_with_zero_filled_reverts_the_fill_of_an_earlier_snapshot()
    {
        var desk = Resync(5, Entry(S.PartiallyFilled, 3));
        Send(10, Entry(S.New, 0));

        Assert.That((desk.Order.Filled, desk.Order.FilledBefore, desk.Order.Reported), Is.EqualTo((0m, 0m, 0m)));
    }

    [Test]
    public void An_update_older_than_a_late_snapshot_counts()
    {
        var desk = Resync(7, Entry(S.PartiallyFilled, 4), U(0, S.New), U(10, S.PartiallyFilled, 5));
        desk.Push(U(3, S.PartiallyFilled, 4));

        Assert.That(desk.Order.Filled, Is.EqualTo(9));
    }

    [Test]
    public void A_snapshot_clears_the_Unexplained_flag()
    {
        var desk = Of(U(0, S.New, 3));
        Assert.That(desk.Order.Flags, Is.EqualTo(OrderFlags.Unexplained));

        Assert.That(Resync(1, Entry(S.New, 0), U(0, S.New, 3)).Order.Flags, Is.EqualTo(OrderFlags.None));
    }

    [Test]
    public void A_snapshot_without_a_price_replaces_the_prices_of_the_updates_until_transactions_state_them()
    {
        var desk = Resync(5, Entry(S.Filled, 10, price: null), U(0, S.New), U(1, S.PartiallyFilled, 4), Gap());
        Assert.That((desk.Order.AveragePrice, desk.Order.UnpricedQuantity, desk.Order.Flags), Is.EqualTo(((decimal?)null, 10m, OrderFlags.Inferred)));

        desk.Push(T(1, 1, 4));
        Assert.That((desk.Order.AveragePrice, desk.Order.UnpricedQuantity, desk.Order.Flags), Is.EqualTo(((decimal?)100, 6m, OrderFlags.Inferred)), "no price of an update or of the snapshot is part of the average");
    }

    [Test]
    public void A_snapshot_with_a_price_is_part_of_the_average_until_transactions_state_all_prices()
    {
        var desk = Resync(5, Entry(S.Filled, 10, price: 103), U(0, S.New), U(1, S.PartiallyFilled, 4), Gap());
        desk.Push(T(1, 1, 4));
        Assert.That((desk.Order.AveragePrice, desk.Order.UnpricedQuantity, desk.Order.Flags), Is.EqualTo(((decimal?)103, 0m, OrderFlags.Inferred | OrderFlags.Estimated)));

        desk.Push(T(2, 2, 6, 105));
        Assert.That((desk.Order.AveragePrice, desk.Order.UnpricedQuantity, desk.Order.Flags), Is.EqualTo(((decimal?)103, 0m, OrderFlags.None)));
    }

    private OrderDesk Resync(double at, OrderSnapshotEntry entry, params NexusMessage[] history)
    {
        var desk = new OrderDesk(snapshots: _snapshots);
        desk.Push(history);
        Send(at, entry);
        return desk;
    }

    // 4 were filled and confirmed before the order was canceled.
    private OrderDesk GetForgotten(params NexusMessage[] before)
    {
        var desk = new OrderDesk(snapshots: _snapshots);
        desk.Push([.. before, U(1, S.PartiallyFilled, 4), T(1, 1, 4), U(1, S.Cancelled)]);
        Assert.That(desk.Wait(399_999).Select(static e => e.Kind), Is.EqualTo(new[] { Forgotten }));
        return desk;
    }

    private void Send(double at, OrderSnapshotEntry entry) => _snapshots.OnNext(new OrderSnapshot { Timestamp = At(at), Orders = [entry] });

    private static OrderSnapshotEntry Entry(S status, decimal filled, decimal? price = 100, long order = 1) =>
        new()
        {
            OrderId = order,
            Symbol = Btc,
            Side = Side.Buy,
            Type = OrderType.Limit,
            Price = 100,
            Quantity = 10,
            Status = status,
            Filled = filled,
            AveragePrice = price,
        };
}
