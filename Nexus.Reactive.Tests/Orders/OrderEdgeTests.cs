using System.Reactive.Linq;
using System.Reactive.Subjects;
using CsCheck;
using static Nexus.Reactive.OrderEventKind;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>Where two inputs say different things at one instant, what a snapshot leaves standing, and the ends of time.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OrderEdgeTests : IDisposable
{
    private static readonly OrderTrackingOptions Cumulative = new() { ExecutedQuantity = ExecutedQuantityKind.Cumulative };

    private readonly Subject<OrderSnapshot> _snapshots = new();

    public void Dispose() => _snapshots.Dispose();

    private static IEnumerable<TestCaseData> Ties()
    {
        yield return Tie("the greater type", U(0, S.New), U(0, S.New, type: OrderType.Market), static o => o.Type, OrderType.Market);
        yield return Tie("the greater price", U(0, S.New, limit: 100), U(0, S.New, limit: 101), static o => o.Price, 101m);
        yield return Tie("the greater quantity", U(0, S.New, quantity: 10), U(0, S.New, quantity: 11), static o => o.Quantity, 11m);
        yield return Tie("the side that sorts first", U(0, S.New), U(0, S.New, side: Side.Sell), static o => o.Side, Side.Buy);
        yield return Tie("the symbol that sorts first", U(0, S.New), U(0, S.New, symbol: Eth), static o => o.Symbol, Btc);
        yield return Tie("the unknown status that sorts last", U(0, S.Unknown, text: "PARKED"), U(0, S.Unknown, text: "HELD"), static o => o.StatusText, "PARKED");
        yield return Tie("the later unknown status", U(1, S.Unknown, text: "HELD"), U(0, S.Unknown, text: "PARKED"), static o => o.StatusText, "HELD");
        yield return Tie("the later type", U(1, S.New), U(0, S.New, type: OrderType.Market), static o => o.Type, OrderType.Limit);
        yield return Tie("the higher price of two FILLED", U(0, S.Filled, 5, price: 100), U(0, S.Filled, 5, price: 102), static o => o.AveragePrice, 102m);
    }

    [TestCaseSource(nameof(Ties))]
    public void Of_two_words_the_same_one_stands_in_either_order(OrderUpdate one, OrderUpdate other, Func<Order, object?> read, object expected)
    {
        Assert.That(read(Of(one, other).Order), Is.EqualTo(expected));
        Assert.That(read(Of(other, one).Order), Is.EqualTo(expected));
    }

    [Test]
    public void Of_two_prices_for_one_cumulative_quantity_the_higher_stands_in_either_order([Values] bool isHigherFirst)
    {
        var desk = new OrderDesk(Cumulative);
        desk.Push(U(0, S.PartiallyFilled, 2, price: isHigherFirst ? 102 : 100), U(0, S.PartiallyFilled, 2, price: isHigherFirst ? 100 : 102));

        Assert.That(desk.Order.Notional, Is.EqualTo(204));
    }

    [Test]
    public void Another_type_amends_the_order() => Assert.That(Of(U(0, S.New), U(1, S.New, type: OrderType.Market)).Last.Kind, Is.EqualTo(Amended));

    [Test]
    public void A_transaction_of_nothing_fills_nothing()
    {
        var desk = Of(U(0, S.New), T(1, 1, 0));

        Assert.That(desk.Last.Kind, Is.EqualTo(Ignored));
        Assert.That((desk.Order.Filled, desk.Order.Notional, desk.Order.AveragePrice), Is.EqualTo((0m, (decimal?)null, (decimal?)null)));
    }

    [Test]
    public void A_cancelled_orders_price_serves_when_the_partials_had_none() =>
        Assert.That(Of(U(0, S.PartiallyFilled, 4, price: null), U(1, S.Cancelled, 4, price: 110)).Order.AveragePrice, Is.EqualTo(110));

    [Test]
    public void A_wrong_reading_is_not_accused_where_a_total_is_given()
    {
        var desk = Of(U(0, S.PartiallyFilled, 4), U(1, S.Filled, 10, aggregated: 14), T(1, 1, 10));

        Assert.That(desk.Wait(10_000).Select(e => e.Kind), Is.EqualTo(new[] { FillsMissing }));
    }

    [Test]
    public void A_wrong_reading_is_not_accused_where_transactions_fall_short()
    {
        var desk = Of(U(0, S.PartiallyFilled, 4), U(1, S.Filled, 10), T(1, 1, 4));

        Assert.That(desk.Wait(10_000).Select(e => e.Kind), Is.EqualTo(new[] { FillsMissing }));
    }

    [Test]
    public void A_wrong_reading_is_not_accused_of_an_order_whose_quantity_is_unknown()
    {
        var desk = Of(U(0, S.PartiallyFilled, 4, quantity: null), T(0, 1, 10, order: 2), U(0, S.Filled, 10, order: 2));

        Assert.That(desk.Wait(10_000).Select(e => e.Kind), Is.EqualTo(new[] { FillsMissing }));
    }

    [Test]
    public void What_updates_had_said_is_not_inferred_from_a_snapshot_that_says_the_same() =>
        Assert.That(Resync(2, Entry(S.PartiallyFilled, 8), U(0, S.PartiallyFilled, 8), T(1, 1, 4)).Order.Flags, Is.EqualTo(OrderFlags.Estimated));

    [Test]
    public void What_is_inferred_stays_so_through_a_second_snapshot()
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
    public void A_snapshot_that_is_late_and_says_no_more_changes_no_price() =>
        Assert.That(Resync(3, Entry(S.PartiallyFilled, 4, 100), U(5, S.PartiallyFilled, 4, price: 90)).Order.AveragePrice, Is.EqualTo(90));

    [Test]
    public void An_order_heard_of_at_the_instant_of_a_snapshot_without_it_is_missing() =>
        Assert.That(Resync(5, Entry(S.New, 0, order: 2), U(5, S.New)).Last.Kind, Is.EqualTo(Missing));

    [Test]
    public void A_total_behind_a_snapshots_lowers_nothing()
    {
        var desk = Resync(10, Entry(S.PartiallyFilled, 5), U(0, S.New));
        desk.Push(U(11, S.PartiallyFilled, aggregated: 4));

        Assert.That(desk.Order.Filled, Is.EqualTo(5));
    }

    [Test]
    public void A_snapshot_without_a_price_leaves_the_average_to_what_follows()
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
    public void A_price_at_which_nothing_was_executed_takes_nothing_from_the_snapshots()
    {
        var desk = new OrderDesk(Cumulative, _snapshots);
        desk.Push(U(0, S.New));
        _snapshots.OnNext(new OrderSnapshot { Timestamp = At(10), Orders = [Entry(S.PartiallyFilled, 5, 101)] });
        desk.Push(U(11, S.PartiallyFilled, aggregated: 5) with { ExecutedPrice = 99 });

        Assert.That(desk.Order.AveragePrice, Is.EqualTo(101));
    }

    [Test]
    public void A_snapshot_of_another_quantity_at_the_same_money_has_another_average() =>
        Assert.That(Resync(10, Entry(S.PartiallyFilled, 5, 80), U(0, S.PartiallyFilled, 4, price: 100)).Order.AveragePrice, Is.EqualTo(80));

    [Test]
    public void A_linger_without_end_forgets_nothing()
    {
        var desk = new OrderDesk(new OrderTrackingOptions { DoneOrderRetention = TimeSpan.MaxValue, SettlementTimeout = TimeSpan.MaxValue });
        desk.Push(T(0, 1, 1, order: 2), U(0, S.Cancelled, 4));

        Assert.That(desk.Wait(1_000_000_000), Is.Empty);
    }

    [Test]
    public void What_waits_keeps_its_distance_when_the_clock_starts_again_earlier()
    {
        var desk = new OrderDesk(new OrderTrackingOptions { DoneOrderRetention = TimeSpan.FromSeconds(60) });
        desk.Push(U(36_000_000, S.Cancelled));
        desk.Wait(0);
        desk.Wait(1_000);

        Assert.That(desk.Wait(60_999), Is.Empty);
        Assert.That(desk.Wait(61_000).Select(e => e.Kind), Is.EqualTo(new[] { Forgotten }));
    }

    [Test]
    public void A_ledger_finds_the_open_order_too()
    {
        using var ledger = new OrderLedger(Of().Feed.TrackOrders());
        Assert.That(ledger.Find(1), Is.Null);

        var desk = new OrderDesk();
        using var other = new OrderLedger(desk.Feed.TrackOrders());
        desk.Push(U(0, S.New));
        Assert.That(other.Find(1), Is.SameAs(other.Open[0]));
    }

    [Test]
    public void A_ledger_that_failed_and_is_disposed_tells_its_error_still()
    {
        var error = new InvalidOperationException();
        var ledger = new OrderLedger(Observable.Throw<OrderEvent>(error));
        ledger.Dispose();

        Exception? seen = null;
        ledger.Changes.Subscribe(_ => { }, e => seen = e);
        Assert.That(seen, Is.SameAs(error));
    }

    [Test]
    public void What_several_readers_of_a_ledger_throw_is_told_together()
    {
        using var events = new Subject<OrderEvent>();
        using var ledger = new OrderLedger(events);
        ledger.Changes.Subscribe(static _ => throw new InvalidOperationException());
        ledger.Changes.Subscribe(static _ => throw new NotSupportedException());

        var thrown = Assert.Throws<AggregateException>(() => events.OnNext(Of(U(0, S.New)).Last))!;
        Assert.That(thrown.InnerExceptions.Select(e => e.GetType()), Is.EqualTo(new[] { typeof(InvalidOperationException), typeof(NotSupportedException) }));
    }

    [Test]
    public void A_forgotten_order_that_is_heard_of_again_is_measured_anew()
    {
        var desk = new OrderDesk();
        var measures = new List<ExecutionQuality>();
        desk.Feed.TrackOrders().MeasureExecution(desk.Feed.Books).Subscribe(measures.Add);
        desk.Push(BookAt(0, 99, 101), U(0, S.Cancelled), new Ping(At(1_000_000)), BookAt(1_000_000, 199, 201), T(1_000_001, 5, 1));

        Assert.That(measures.Select(m => m.BookAtCreation!.Mid), Is.EqualTo(new[] { 100, 200 }));
    }

    [Test]
    public void A_measure_takes_the_earliest_word_of_each_kind()
    {
        Assert.That(Measured(U(130, S.New), T(120, 1, 4)).TimeToAcknowledge, Is.EqualTo(TimeSpan.FromMilliseconds(30)));
        Assert.That(Measured(U(150, S.PartiallyFilled, 4), T(149, 1, 4)).TimeToFirstFill, Is.EqualTo(TimeSpan.FromMilliseconds(49)));
        Assert.That(Measured(U(190, S.Filled, 10), T(200, 1, 10)).TimeToDone, Is.EqualTo(TimeSpan.FromMilliseconds(90)));
        Assert.That(Measured(T(120, 1, 4), Gap()).TimeToAcknowledge, Is.Null);

        static ExecutionQuality Measured(params NexusMessage[] messages)
        {
            var desk = new OrderDesk();
            ExecutionQuality? last = null;
            desk.Feed.TrackOrders().MeasureExecution(desk.Feed.Books, static _ => At(100)).Subscribe(measures => last = measures);
            desk.Push(messages);
            return last!;
        }
    }

    [Test]
    public void A_reader_that_leaves_a_ledger_takes_no_other_with_it()
    {
        using var events = new Subject<OrderEvent>();
        using var ledger = new OrderLedger(events);
        var seen = new List<OrderEvent>();
        var leaving = ledger.Changes.Subscribe(_ => { });
        ledger.Changes.Subscribe(seen.Add);

        leaving.Dispose();
        events.OnNext(Of(U(0, S.New)).Last);

        Assert.That(seen, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_state_told_twice_counts_once_and_may_state_its_average_price_alone()
    {
        using var events = new Subject<OrderEvent>();
        using var ledger = new OrderLedger(events);
        var order = Of(T(0, 1, 4, 101)).Order with { Notional = null };
        events.OnNext(new OrderEvent(null, order, PartiallyFilled, null));
        events.OnNext(new OrderEvent(null, order, PartiallyFilled, null));

        Assert.That((ledger.Positions[Btc].Quantity, ledger.Positions[Btc].AverageCost), Is.EqualTo((4m, (decimal?)101m)));
    }

    [Test]
    public void A_fee_without_an_asset_is_kept_under_no_name()
    {
        var desk = new OrderDesk();
        using var ledger = new OrderLedger(desk.Feed.TrackOrders());
        desk.Push(T(0, 1, 1, fee: 0.1m), T(0, 2, 1, fee: 0.2m));

        Assert.That(ledger.Positions[Btc].Fees, Is.EqualTo(new Dictionary<string, decimal> { [""] = 0.3m }));
    }

    [Test]
    public void A_position_closed_at_once_is_realised_to_the_last_digit() => OrderPriceTests.LongNumbers.Sample(static numbers =>
    {
        var desk = new OrderDesk();
        using var ledger = new OrderLedger(desk.Feed.TrackOrders());
        var (price, quantity) = numbers;
        desk.Push(T(0, 1, quantity, price), T(1, 2, quantity, price + 1, order: 2, side: Side.Sell));
        var closed = ledger.Positions[Btc];
        desk.Push(T(2, 3, 1, order: 3));

        return closed.RealizedProfit == quantity && ledger.Positions[Btc].AverageCost == 100;
    });

    [Test]
    public void A_closed_position_leaves_no_rounding_to_the_next()
    {
        var desk = new OrderDesk();
        using var ledger = new OrderLedger(desk.Feed.TrackOrders());
        for (var i = 0; i < 40; i++)
        {
            var (quantity, price) = (0.7m + (i * 0.013m), 1.123456789012345678901234567m * (i + 1));
            desk.Push(T(i, 10 * i, quantity, price, order: 3 * i), T(i, (10 * i) + 1, quantity, price, order: (3 * i) + 1, side: Side.Sell), T(i, (10 * i) + 2, 1, 100, order: (3 * i) + 2));
            Assert.That(ledger.Positions[Btc].AverageCost, Is.EqualTo(100));
            desk.Push(T(i, (10 * i) + 3, 1, 100, order: 1_000 + i, side: Side.Sell));
        }
    }

    [Test]
    public void Positions_are_equal_when_all_that_they_say_is()
    {
        var desk = new OrderDesk();
        using var ledger = new OrderLedger(desk.Feed.TrackOrders());
        desk.Push(T(0, 1, 1, fee: 0.1m, feeAsset: "USDT"));
        var position = ledger.Positions[Btc];

        Assert.That(position, Is.EqualTo(position with { Quantity = 1 }));
        Assert.That(position.GetHashCode(), Is.EqualTo((position with { Quantity = 1 }).GetHashCode()));
        Assert.That(position, Is.Not.EqualTo(position with { Quantity = 2 }));
        Assert.That(position, Is.Not.EqualTo(position with { Fees = position.Fees.Clear() }));
        Assert.That(position.Equals(null), Is.False);
    }

    [Test]
    public void An_order_of_no_quantity_has_no_fill_ratio() =>
        Assert.That(new ExecutionQuality { Order = Of(U(0, S.New, quantity: null)).Order, SubmittedAt = At(0) }.FillRatio, Is.Null);

    [Test]
    public void Orders_marked_at_once_are_told_by_their_creation_whichever_was_heard_of_first()
    {
        var desk = Resync(10, Entry(S.New, 0, order: 9), U(5, S.New), U(0, S.New, order: 2), Gap());

        Assert.That(desk.Events.Select(e => (e.Kind, e.After.OrderId)), Is.EqualTo(new[]
        {
            (Created, 1L), (Created, 2L), (Stale, 2L), (Stale, 1L), (Created, 9L), (Missing, 2L), (Missing, 1L),
        }));
    }

    [Test]
    public void An_order_that_a_snapshot_ends_lingers_from_then()
    {
        var desk = new OrderDesk(new OrderTrackingOptions { DoneOrderRetention = TimeSpan.FromSeconds(60) }, _snapshots);
        desk.Push(U(0, S.New), new Ping(At(100_000)));
        _snapshots.OnNext(new OrderSnapshot { Timestamp = At(100_000), Orders = [Entry(S.Cancelled, 0)] });

        Assert.That(desk.Wait(159_999), Is.Empty);
        Assert.That(desk.Wait(160_000).Select(e => e.Kind), Is.EqualTo(new[] { Forgotten }));
    }

    [Test]
    public void Missing_fills_are_told_once_before_the_order_is_forgotten_and_never_after()
    {
        var timeout = TimeSpan.FromSeconds(5);
        var same = new OrderDesk(new OrderTrackingOptions { SettlementTimeout = timeout, DoneOrderRetention = timeout });
        same.Push(T(0, 9, 1, order: 7), U(0, S.New, order: 7), U(0, S.PartiallyFilled, 1, order: 7), U(0, S.Filled, 10));
        Assert.That(same.Wait(10_000).Select(e => e.Kind), Is.EqualTo(new[] { FillsMissing, Forgotten }));

        var sooner = new OrderDesk(new OrderTrackingOptions { SettlementTimeout = timeout, DoneOrderRetention = TimeSpan.FromSeconds(1) });
        sooner.Push(T(0, 9, 1, order: 7), U(0, S.New, order: 7), U(0, S.PartiallyFilled, 1, order: 7), U(0, S.Filled, 10));
        Assert.That(sooner.Wait(10_000).Select(e => e.Kind), Is.EqualTo(new[] { Forgotten }));

        var open = Of(T(0, 9, 1, order: 7), U(0, S.New, order: 7), U(0, S.PartiallyFilled, 1, order: 7), U(0, S.PartiallyFilled, 4));
        Assert.That(open.Wait(10_000).Select(e => e.Kind), Is.EqualTo(new[] { FillsMissing }));
        open.Push(U(11_000, S.PartiallyFilled, quantity: 12));
        Assert.That(open.Wait(60_000), Is.Empty);
    }

    [Test]
    public void What_is_said_of_a_forgotten_order_again_is_of_no_order()
    {
        var desk = Of(T(0, 1, 10), U(0, S.Filled, 10));
        desk.Wait(1_000_000);

        var told = desk.Push(T(0, 1, 10), T(0, 1, 9));

        Assert.That(told.Select(e => e.Kind), Is.EqualTo(new[] { Duplicate, Conflict }));
        Assert.That(told.Select(e => e.After.Flags), Is.EqualTo(new[] { OrderFlags.Orphan, OrderFlags.Orphan | OrderFlags.Conflict }));
        Assert.That(told.Select(e => (e.After.IsDone, e.After.IsSettled)), Is.All.EqualTo((false, false)));
    }

    [Test]
    public void A_replay_behind_a_late_transaction_of_a_forgotten_order_is_a_replay()
    {
        var desk = Of(T(0, 99, 1, order: 7), U(0, S.Filled, 10), T(1, 1, 4));
        desk.Wait(1_000_000);

        Assert.That(desk.Push(T(1_000_001, 2, 6), U(0, S.Filled, 10)).Select(e => e.Kind), Is.EqualTo(new[] { FillConfirmed, Duplicate }));
    }

    [Test]
    public void A_tracker_that_is_left_leaves_the_snapshots_too()
    {
        var desk = Resync(0, Entry(S.New, 0));
        Assert.That(_snapshots.HasObservers, Is.True);

        desk.Subscription.Dispose();
        desk.Ledger.Dispose();
        desk.FifoLedger.Dispose();
        Assert.That(_snapshots.HasObservers, Is.False);
    }

    private OrderDesk Resync(double at, OrderSnapshotEntry entry, params NexusMessage[] history)
    {
        var desk = new OrderDesk(snapshots: _snapshots);
        desk.Push(history);
        _snapshots.OnNext(new OrderSnapshot { Timestamp = At(at), Orders = [entry] });
        return desk;
    }

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

    private static Book BookAt(double at, decimal bid, decimal ask) => new(Btc, At(at), [new Level(ask, 1)], [new Level(bid, 1)]);

    private static TestCaseData Tie(string which, OrderUpdate one, OrderUpdate other, Func<Order, object?> read, object expected) =>
        new TestCaseData(one, other, read, expected).SetArgDisplayNames(which);
}
