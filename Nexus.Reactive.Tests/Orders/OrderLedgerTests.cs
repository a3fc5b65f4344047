using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Runtime.CompilerServices;
using static Nexus.Reactive.OrderEventKind;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using static Nexus.Reactive.Tests.Orders.OrderMarbles;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>The queryable view: orders, positions, and the state replayed to late subscribers.</summary>
public sealed class OrderLedgerTests
{
    private static (OrderDesk Desk, OrderLedger Ledger) Open(params NexusMessage[] history)
    {
        var desk = new OrderDesk();
        var ledger = new OrderLedger(desk.Feed.TrackOrders());
        desk.Push(history);
        return (desk, ledger);
    }

    private static Position PositionAfter(params NexusMessage[] history)
    {
        var (_, ledger) = Open(history);
        using (ledger)
            return ledger.Positions[Btc];
    }

    [Test]
    public void Orders_are_open_then_done_then_gone()
    {
        var (desk, ledger) = Open(U(0, S.New, order: 2), U(1, S.New, order: 1), U(2, S.Cancelled, order: 2));

        Assert.That(ledger.Open.Select(o => o.OrderId), Is.EqualTo(new[] { 1 }));
        Assert.That(ledger.Done.Select(o => o.OrderId), Is.EqualTo(new[] { 2 }));
        Assert.That(ledger.Find(2), Is.SameAs(ledger.Done[0]));

        desk.Wait(1_000_000);
        Assert.That(ledger.Done, Is.Empty);
        Assert.That(ledger.Find(2), Is.Null);
        Assert.That(ledger.Open, Has.Count.EqualTo(1));
        ledger.Dispose();
    }

    [Test]
    public void A_replayed_transaction_of_a_forgotten_order_restores_no_order()
    {
        var (desk, ledger) = Open(T(0, 1, 10), U(0, S.Filled, 10));
        desk.Wait(1_000_000);
        desk.Push(T(0, 1, 10));

        Assert.That((ledger.Open.Count, ledger.Done.Count, ledger.Positions[Btc].Quantity), Is.EqualTo((0, 0, 10m)));
        ledger.Dispose();
    }

    [Test]
    public void A_replayed_update_of_a_forgotten_order_restores_no_fill()
    {
        var (desk, ledger) = Open(T(0, 1, 10), U(0, S.Filled, 10));
        desk.Wait(1_000_000);

        var replay = desk.Push(Gap(), U(0, S.Filled, 10));

        Assert.That(replay.Select(e => (e.Kind, e.Before)), Is.EqualTo(new[] { (Duplicate, (Order?)null) }));
        Assert.That((ledger.Open.Count, ledger.Done.Count, ledger.Positions[Btc].Quantity), Is.EqualTo((0, 0, 10m)));
        ledger.Dispose();
    }

    [Test]
    public void A_later_restatement_of_a_forgotten_order_restores_no_fill()
    {
        var (desk, ledger) = Open(T(0, 1, 10), U(0, S.Filled, 10));
        desk.Wait(1_000_000);
        desk.Push(U(1_000_001, S.Filled, 10), T(1_000_002, 2, 1), U(1_000_003, S.Filled, 10));

        Assert.That((ledger.Open.Count, ledger.Done.Count, ledger.Positions[Btc].Quantity), Is.EqualTo((0, 1, 11m)));
        ledger.Dispose();
    }

    [Test]
    public void A_late_transaction_of_a_forgotten_order_confirms_its_fill_without_counting_it_twice()
    {
        var (desk, ledger) = Open(T(0, 99, 1, order: 7), U(0, S.Filled, 10), T(1, 1, 4, fee: 1, feeAsset: "USDT"));
        desk.Wait(1_000_000);

        var late = desk.Push(T(1_000_001, 2, 6, fee: 2, feeAsset: "USDT"), Gap(), U(0, S.Filled, 10));

        Assert.That(late.Select(e => e.Kind), Is.EqualTo(new[] { FillConfirmed, Stale, Duplicate }));
        Assert.That((late[0].After.Filled, late[0].After.Confirmed, late[0].After.IsSettled), Is.EqualTo((10m, 10m, true)));
        Assert.That((ledger.Positions[Btc].Quantity, ledger.Positions[Btc].Fees["USDT"]), Is.EqualTo((11m, 3m)));
        Assert.That(desk.Wait(2_000_000).Select(e => e.Kind), Is.EqualTo(new[] { Forgotten }));
        Assert.That(ledger.Positions[Btc].Quantity, Is.EqualTo(11m));
        ledger.Dispose();
    }

    [Test]
    public void An_adding_fill_changes_the_average_cost_and_a_reducing_fill_realizes_profit_against_it()
    {
        var position = PositionAfter(T(0, 1, 2, 100), T(0, 2, 2, 110), T(0, 3, 1, 120, order: 2, side: Side.Sell));

        Assert.That(position, Has.Property("Quantity").EqualTo(3).And.Property("AverageCost").EqualTo(105).And.Property("RealizedProfit").EqualTo(15));
    }

    [Test]
    public void A_closed_position_has_no_cost_and_the_next_position_starts_with_its_own_cost()
    {
        var position = PositionAfter(T(0, 1, 1, 100), T(0, 2, 1, 110, order: 2, side: Side.Sell));
        Assert.That(position, Has.Property("Quantity").Zero.And.Property("AverageCost").Null.And.Property("RealizedProfit").EqualTo(10));

        position = PositionAfter(T(0, 1, 1, 100), T(0, 2, 1, 110, order: 2, side: Side.Sell), T(0, 3, 1, 120, order: 3));
        Assert.That(position, Has.Property("AverageCost").EqualTo(120).And.Property("RealizedProfit").EqualTo(10));
    }

    [Test]
    public void A_fill_that_crosses_zero_closes_and_opens_at_its_price()
    {
        var position = PositionAfter(T(0, 1, 1, 100), T(0, 2, 3, 110, order: 2, side: Side.Sell));

        Assert.That(position, Has.Property("Quantity").EqualTo(-2).And.Property("AverageCost").EqualTo(110).And.Property("RealizedProfit").EqualTo(10));
    }

    [Test]
    public void A_short_position_earns_when_it_is_bought_back_lower() =>
        Assert.That(PositionAfter(T(0, 1, 2, 110, side: Side.Sell), T(0, 2, 2, 100, order: 2)), Has.Property("Quantity").Zero.And.Property("RealizedProfit").EqualTo(20));

    [Test]
    public void A_fill_in_both_update_and_transaction_counts_once_at_the_transaction_price()
    {
        var position = PositionAfter(U(0, S.PartiallyFilled, 4, price: 99), T(0, 1, 4, 100), T(0, 1, 4, 100), U(0, S.Filled, 6, price: 90), T(0, 2, 6, 101));

        Assert.That(position, Has.Property("Quantity").EqualTo(10).And.Property("AverageCost").EqualTo(100.6m));
    }

    [Test]
    public void A_better_price_for_a_fill_that_reduced_the_position_is_profit()
    {
        var position = PositionAfter(T(0, 1, 5, 100), U(0, S.Filled, 5, price: 110, quantity: 5, order: 2, side: Side.Sell), T(0, 2, 5, 111, order: 2, side: Side.Sell));

        Assert.That(position, Has.Property("Quantity").Zero.And.Property("RealizedProfit").EqualTo(55));
    }

    [Test]
    public void Fills_without_a_price_are_counted_as_unpriced_quantity()
    {
        Assert.That(PositionAfter(U(0, S.PartiallyFilled, 4, price: null)), Has.Property("Quantity").EqualTo(4).And.Property("UnpricedQuantity").EqualTo(4));
        Assert.That(PositionAfter(U(0, S.PartiallyFilled, 4, price: null), T(0, 1, 4, 100)), Has.Property("UnpricedQuantity").Zero.And.Property("AverageCost").EqualTo(100));
    }

    [Test]
    public void Fees_add_up_by_asset_and_count_once()
    {
        var fill = T(0, 1, 1, fee: 0.1m, feeAsset: "USDT");
        var fees = PositionAfter(fill, fill, T(0, 2, 1, fee: 0.2m, feeAsset: "USDT"), T(0, 3, 1, fee: -0.01m, feeAsset: "BTC"), T(0, 4, 1), T(0, 4, 2, fee: 7, feeAsset: "USDT")).Fees;

        Assert.That(fees, Is.EqualTo(new Dictionary<string, decimal> { ["BTC"] = -0.01m, ["USDT"] = 0.3m }));
    }

    [Test]
    public void A_position_prints_its_fees_or_none()
    {
        Assert.That(PositionAfter(T(0, 1, 4, 100)).ToString(), Is.EqualTo("Position SPOT_BTC_USDT 4 at 100, realized 0, unpriced 0, fees none"));
        Assert.That(PositionAfter(T(0, 1, 1, 100, fee: 0.1m, feeAsset: "USDT")).ToString(), Does.EndWith(", fees 0.1 USDT"));
    }

    [Test]
    public void Positions_are_kept_by_symbol_and_move_with_a_corrected_one()
    {
        var (_, ledger) = Open(T(0, 1, 4, symbol: Eth, side: Side.Sell), U(0, S.New));

        Assert.That((ledger.Positions[Eth].Quantity, ledger.Positions[Btc].Quantity), Is.EqualTo((0m, 4m)));
        ledger.Dispose();
    }

    // What is replayed is in small letters: it has neither a cause nor a state before it. The earliest created comes first.
    [TestCase("nm---v-----4--",
              "CC---F-----P", TestName = "An_early_subscriber_to_Changes_receives_the_events")]
    [TestCase("nm---v-----4--",
              "-------(cf)P",
              "-------^", TestName = "A_late_subscriber_to_Changes_receives_the_state_and_then_the_events")]
    [TestCase("nm-#",
              "CC-#", TestName = "An_error_of_the_events_ends_Changes")]
    [TestCase("nm-|",
              "-----(cc|)",
              "-----^", TestName = "After_the_completion_a_subscriber_receives_the_state_and_the_completion")]
    [TestCase("nm-#",
              "-----(cc#)",
              "-----^", TestName = "After_an_error_a_subscriber_receives_the_state_and_the_error")]
    public void Changes(string feed, string changes, string subscription = "^")
    {
        using var m = EachSecond();
        using var ledger = new OrderLedger(m.Feed(feed, Inputs).TrackOrders().Where(static e => e.Kind is not FillsMissing));
        m.Expect(ledger.Changes.Select(Drawn), subscription).ToBe(changes);
        m.Run();
    }

    [Test]
    public void A_subscriber_that_leaves_inside_OnNext_sees_no_more()
    {
        using var m = EachSecond();
        using var ledger = new OrderLedger(m.Feed("nm----c-", Inputs).TrackOrders());
        m.Expect(ledger.Changes.Take(1).Select(Drawn), "---^").ToBe("---(c|)");
        m.Run();
    }

    [Test]
    public void Disposing_the_ledger_completes_Changes_and_keeps_the_state()
    {
        using var m = EachSecond();
        using var ledger = new OrderLedger(m.Feed("n----c-", Inputs).TrackOrders());
        using var end = m.Hot("---x").Subscribe(_ => ledger.Dispose());
        m.Expect(ledger.Changes.Select(Drawn)).ToBe("C--|");
        m.Run();

        Assert.That(ledger.Open, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_ledger_of_a_ledgers_changes_is_the_same_ledger()
    {
        var (desk, ledger) = Open(U(0, S.New), T(1, 1, 4), U(1, S.PartiallyFilled, 4), U(1, S.Rejected, order: 2), U(2, S.Unknown, order: 3));
        using var late = new OrderLedger(ledger.Changes);
        desk.Push(U(5, S.Filled, 6), T(5, 2, 6, 101));

        Assert.That(late.Open, Is.EqualTo(ledger.Open));
        Assert.That(late.Done, Is.EqualTo(ledger.Done));
        Assert.That(late.Positions, Is.EqualTo(ledger.Positions));
        ledger.Dispose();
    }

    [Test]
    public void A_subscriber_that_throws_affects_neither_the_state_nor_other_subscribers()
    {
        var events = new Subject<OrderEvent>();
        using var ledger = new OrderLedger(events);
        var first = new List<OrderEvent>();
        var last = new List<OrderEvent>();
        ledger.Changes.Subscribe(first.Add);
        ledger.Changes.Subscribe(_ => throw new InvalidOperationException("mine"));
        ledger.Changes.Subscribe(last.Add);

        var history = Of(U(0, S.New), U(1, S.Cancelled)).Events;
        Assert.That(() => events.OnNext(history[0]), Throws.InvalidOperationException.With.Message.EqualTo("mine"));
        Assert.That((first.Count, last.Count, ledger.Open.Count), Is.EqualTo((1, 1, 1)));
    }

    [Test]
    public void A_subscriber_that_throws_on_the_initial_state_is_not_retained()
    {
        var events = new Subject<OrderEvent>();
        using var ledger = new OrderLedger(events);
        events.OnNext(Of(U(0, S.New)).Last);
        Assert.That(() => ledger.Changes.Subscribe(static _ => throw new InvalidOperationException("mine")), Throws.InvalidOperationException.With.Message.EqualTo("mine"));
        var change = Push(events);
        GC.Collect();

        Assert.That(change.IsAlive, Is.False);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Push(Subject<OrderEvent> events)
        {
            var change = Of(U(0, S.New, order: 2)).Last;
            events.OnNext(change);
            return new WeakReference(change);
        }
    }

    [Test]
    public void Events_that_come_while_the_state_is_replayed_follow_it_in_order()
    {
        var (desk, ledger) = Open(U(0, S.New), U(0, S.New, order: 2));
        var seen = new List<(long, OrderEventKind)>();

        ledger.Changes.Subscribe(e =>
        {
            if (seen.Count == 0)
                desk.Push(U(1, S.Cancelled));
            seen.Add((e.After.OrderId, e.Kind));
        });

        Assert.That(seen, Is.EqualTo(new[] { (1L, Created), (2L, Created), (1L, Cancelled) }));
        ledger.Dispose();
    }

    [Test]
    public void Readers_on_other_threads_receive_the_state_and_each_later_change_exactly_once()
    {
        const int Orders = 2_000;
        var events = new Subject<OrderEvent>();
        using var ledger = new OrderLedger(events);
        var history = Enumerable.Range(1, Orders).Select(i => Of(U(0, S.New, order: i)).Last).ToList();

        var writer = Task.Run(() => history.ForEach(events.OnNext));
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var seen = new List<long>();
            ledger.Changes.Subscribe(e => seen.Add(e.After.OrderId));
            return seen;
        })).ToArray();
        Assert.That(Task.WaitAll([writer, .. readers], TimeSpan.FromSeconds(30)), Is.True);
        events.OnCompleted();

        foreach (var reader in readers)
            Assert.That(reader.Result, Is.EqualTo(Enumerable.Range(1, Orders).Select(i => (long)i)));
    }

    private static char Drawn(OrderEvent e) => (e.Before, e.Cause) is (null, null) ? char.ToLowerInvariant(Letter(e.Kind)) : Letter(e.Kind);
}
