using System.Reactive.Linq;
using System.Reactive.Subjects;
using static Nexus.Reactive.OrderEventKind;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>A snapshot of the REST interface after a gap.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OrderResyncTests : IDisposable
{
    private readonly Subject<OrderSnapshot> _snapshots = new();

    public void Dispose() => _snapshots.Dispose();

    private OrderDesk Desk(params NexusMessage[] history)
    {
        var desk = new OrderDesk(snapshots: _snapshots);
        desk.Push(history);
        return desk;
    }

    private IReadOnlyList<OrderEvent> Resync(OrderDesk desk, double at, Symbol? symbol, params OrderSnapshotEntry[] orders)
    {
        var seen = desk.Events.Count;
        _snapshots.OnNext(new OrderSnapshot { Timestamp = At(at), Symbol = symbol, Orders = [.. orders] });
        return desk.Events[seen..];
    }

    private static OrderSnapshotEntry Entry(S status, decimal filled, decimal? price = 100, long order = 1, decimal? quantity = 10, Symbol? symbol = null) =>
        new()
        {
            OrderId = order,
            Symbol = symbol ?? Btc,
            Side = Side.Buy,
            Type = OrderType.Limit,
            Price = 100,
            Quantity = quantity,
            Status = status,
            Filled = filled,
            AveragePrice = price,
        };

    // Snapshots of NEW orders: o of both, b of order 2 alone, 0 of none.
    [TestCase("nm--------",
              "----o-----",
              "C---=-----",
              "-C--=-----", TestName = "Orders_that_the_snapshot_confirms_are_reported")]
    [TestCase("----------",
              "----o-----",
              "----C-----",
              "----C-----", TestName = "Unknown_orders_in_the_snapshot_are_tracked")]
    [TestCase("nm--------",
              "----b-----",
              "C---?-----",
              "-C--=-----", TestName = "An_open_order_that_is_not_in_the_snapshot_is_missing")]
    [TestCase("nm--------",
              "----b--b--",
              "C---?-----",
              "-C--=--=--", TestName = "A_missing_order_is_reported_once")]
    [TestCase("nm-----n--",
              "----b-----",
              "C---?--D--",
              "-C--=-----", TestName = "A_missing_order_can_receive_updates_again")]
    [TestCase("nc-m------",
              "-----b----",
              "CX--------",
              "---C-=----", TestName = "A_done_order_is_not_reported_as_missing")]
    [TestCase("--m---n---",
              "--------b-",
              "------C---",
              "--C-----=-", TestName = "An_order_newer_than_the_snapshot_is_not_reported_as_missing")]
    [TestCase("nm--------",
              "----0-----",
              "C---?-----",
              "-C--?-----", TestName = "An_empty_snapshot_reports_all_open_orders_as_missing")]
    [TestCase("n---c-----",
              "--|       ",
              "C---X-----",
              "----------", TestName = "Tracking_continues_after_the_snapshots_complete")]
    [TestCase("n---c-----",
              "--#       ",
              "C-#       ",
              "--#       ", TestName = "An_error_of_the_snapshots_ends_the_tracker")]
    public void Snapshots(string feed, string snapshots, string first, string second)
    {
        using var m = OrderMarbles.EachSecond();
        var (one, two) = (Entry(S.New, 0), Entry(S.New, 0, order: 2, symbol: Eth));
        OrderSnapshot At(params OrderSnapshotEntry[] orders) => new() { Timestamp = m.GetTime(4), Orders = [.. orders] };
        var resync = m.Hot(snapshots, ('b', At(two)), ('o', At(one, two)), ('0', At()));
        var orders = m.Feed(feed, OrderMarbles.Inputs).TrackOrders(resync);
        m.Expect(orders.Of(1)).ToBe(first);
        m.Expect(orders.Of(2)).ToBe(second);
        m.Run();
    }

    [Test]
    public void An_order_confirmed_by_a_snapshot_is_no_longer_stale()
    {
        using var m = OrderMarbles.EachSecond();
        var resync = m.Hot(
            "----a-", ('a', new OrderSnapshot { Timestamp = m.GetTime(4), Orders = [Entry(S.New, 0)] }));
        var orders = m.Feed(
            "n-x---", OrderMarbles.Inputs).TrackOrders(resync);
        m.Expect(orders.Of(1)).ToBe(
            "C-S-=-");
        m.Expect(orders.Select(static e => e.After.Flags.HasFlag(OrderFlags.Stale) ? 'x' : '.')).ToBe(
            ".-x-.-");
        m.Run();
    }

    [Test]
    public void Fills_added_by_a_snapshot_are_inferred_until_transactions_confirm_them()
    {
        var desk = Desk(U(0, S.New), U(1, S.PartiallyFilled, 2), T(1, 1, 2), Gap());

        Resync(desk, 10, null, Entry(S.Filled, 10, 101));
        Assert.That(desk.Last, Has.Property("Kind").EqualTo(Filled).And.Property("Cause").Null);
        Assert.That(desk.Order, Has.Property("Filled").EqualTo(10).And.Property("AveragePrice").EqualTo(101).And.Property("Unconfirmed").EqualTo(8));
        Assert.That(desk.Order.Flags, Is.EqualTo(OrderFlags.Inferred | OrderFlags.Estimated));

        desk.Push(T(5, 2, 5));
        Assert.That(desk.Order.Flags, Is.EqualTo(OrderFlags.Inferred | OrderFlags.Estimated));
        desk.Push(T(6, 3, 3));
        Assert.That(desk.Order, Has.Property("Flags").EqualTo(OrderFlags.None).And.Property("IsSettled").True.And.Property("AveragePrice").EqualTo(100));
    }

    [Test]
    public void A_snapshot_of_a_forgotten_order_does_not_count_its_fills_again()
    {
        var desk = Desk();
        using var ledger = new OrderLedger(desk.Feed.TrackOrders(_snapshots));
        desk.Push(U(0, S.New), T(1, 1, 10), U(1, S.Filled, 10));
        desk.Wait(400_000);

        var listed = Resync(desk, 400_000, null, Entry(S.Filled, 10)).Single();
        Assert.That(listed, Has.Property("Kind").EqualTo(Resynced).And.Property("Before").Null.And.Property("After").Property("Filled").Zero);

        desk.Push(T(400_001, 2, 1));
        listed = Resync(desk, 400_002, null, Entry(S.Filled, 11)).Single();
        Assert.That(listed, Has.Property("Kind").EqualTo(Resynced).And.Property("After").Property("Filled").EqualTo(1));
        Assert.That(ledger.Positions[Btc].Quantity, Is.EqualTo(11));
    }

    [Test]
    public void A_snapshot_replaces_the_total_of_updates_even_if_it_is_lower()
    {
        var desk = Desk(U(0, S.New), U(1, S.PartiallyFilled, 4), U(1, S.PartiallyFilled, 4), T(1, 1, 4));

        Resync(desk, 2, null, Entry(S.PartiallyFilled, 4));

        Assert.That(desk.Last.Kind, Is.EqualTo(Amended));
        Assert.That(desk.Order, Has.Property("Filled").EqualTo(4).And.Property("Unconfirmed").Zero.And.Property("Flags").EqualTo(OrderFlags.None));
    }

    [Test]
    public void A_snapshot_never_reverts_a_transaction()
    {
        var desk = Desk(U(0, S.New), T(1, 1, 4));

        Resync(desk, 2, null, Entry(S.PartiallyFilled, 3));

        Assert.That(desk.Order, Has.Property("Filled").EqualTo(4).And.Property("Unconfirmed").EqualTo(-1));
    }

    [Test]
    public void A_snapshot_includes_earlier_updates_and_later_updates_add_to_it()
    {
        var desk = Desk(U(0, S.New), Gap());
        Resync(desk, 10, null, Entry(S.PartiallyFilled, 5));

        desk.Push(U(9, S.PartiallyFilled, 5), U(10, S.PartiallyFilled, 5), U(11, S.PartiallyFilled, 2), U(12, S.Filled, 3));

        Assert.That(desk.Kinds.TakeLast(4), Is.EqualTo(new[] { Duplicate, Duplicate, PartiallyFilled, Filled }));
        Assert.That(desk.Order.Filled, Is.EqualTo(10));
    }

    [Test]
    public void A_late_snapshot_does_not_lower_values_known_since_its_time()
    {
        var desk = Desk(U(0, S.New), U(5, S.PartiallyFilled, 4));

        Resync(desk, 3, null, Entry(S.New, 0));

        Assert.That(desk.Last.Kind, Is.EqualTo(Resynced));
        Assert.That(desk.Order, Has.Property("Filled").EqualTo(4).And.Property("Status").EqualTo(S.PartiallyFilled));
    }

    [Test]
    public void Values_of_an_unknown_order_in_a_snapshot_are_inferred()
    {
        var desk = Desk();

        Resync(desk, 1, null, Entry(S.PartiallyFilled, 5));

        Assert.That(desk.Last, Has.Property("Kind").EqualTo(PartiallyFilled).And.Property("Before").Null);
        Assert.That(desk.Order.Flags, Is.EqualTo(OrderFlags.Inferred | OrderFlags.Estimated));
    }

    [Test]
    public void An_open_order_missing_from_the_snapshot_is_flagged_and_not_assumed_cancelled()
    {
        var desk = Desk(U(0, S.New), U(1, S.New, order: 2), U(1, S.New, order: 3, symbol: Eth), U(2, S.Cancelled, order: 4), U(20, S.New, order: 5), Gap());

        var events = Resync(desk, 10, Btc, Entry(S.New, 0, order: 2));
        Assert.That(events.Select(e => (e.Kind, e.After.OrderId)), Is.EqualTo(new[] { (Resynced, 2L), (Missing, 1L) }));
        Assert.That(events[1].After, Is.EqualTo(events[1].Before! with { Flags = OrderFlags.Stale | OrderFlags.Missing }));
        Assert.That(Resync(desk, 11, Btc, Entry(S.New, 0, order: 2)).Select(e => e.Kind), Is.EqualTo(new[] { Resynced }), "told once");

        desk.Push(U(30, S.PartiallyFilled, 1));
        Assert.That(desk.Order.Flags & OrderFlags.Missing, Is.EqualTo(OrderFlags.None));
    }

    [Test]
    public void An_empty_or_default_snapshot_lists_no_order()
    {
        var desk = Desk(U(0, S.New));

        _snapshots.OnNext(new OrderSnapshot { Timestamp = At(1), Orders = default });

        Assert.That(desk.Last.Kind, Is.EqualTo(Missing));
    }

    [Test]
    public void A_snapshot_takes_effect_after_the_message_that_is_being_delivered()
    {
        var desk = Desk(U(0, S.New));
        desk.Feed.OrderUpdates.Subscribe(_ => _snapshots.OnNext(new OrderSnapshot { Timestamp = At(1), Orders = [Entry(S.PartiallyFilled, 4)] }));

        desk.Push(U(1, S.PartiallyFilled, 4));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { Created, PartiallyFilled, Resynced }));
    }

    [Test]
    public void Retention_of_an_order_done_before_the_first_timestamp_starts_at_that_timestamp()
    {
        var desk = Desk();
        Resync(desk, 0, null, Entry(S.Filled, 10, order: 7));

        desk.Push(U(0, S.New));
        desk.Wait(299_999);
        Assert.That(desk.Kinds, Is.EqualTo(new[] { Filled, Created }));

        Assert.That(desk.Wait(300_000).Select(e => (e.Kind, e.After.OrderId)), Is.EqualTo(new[] { (Forgotten, 7L) }));
    }
}
