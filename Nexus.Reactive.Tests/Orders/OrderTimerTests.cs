using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.OrderEventKind;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using static Nexus.Reactive.Tests.Orders.OrderMarbles;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>What time brings: missing fills <c>M</c>, and done orders forgotten <c>_</c>. The letters are those of <see cref="OrderMarbles"/>.</summary>
public sealed class OrderTimerTests
{
    [TestCase("sp--------------",
              "-P----M", TestName = "Missing_fills_are_reported_once_when_the_settlement_timeout_elapses")]
    [TestCase("n4--------------",
              "CP----M", TestName = "A_transaction_without_its_update_is_reported_as_missing_fills")]
    [TestCase("sp---4----------",
              "-P---K", TestName = "A_fill_of_the_other_ledger_before_the_timeout_prevents_the_report")]
    [TestCase("sp--q4----------",
              "-P--PK---M", TestName = "The_timeout_starts_at_the_oldest_fill_that_the_other_ledger_lacks")]
    [TestCase("sp-----4q-------",
              "-P----MKP----M", TestName = "Each_new_difference_between_the_ledgers_is_reported")]
    [TestCase("np-c------------",
              "CP-X", TestName = "Fills_are_not_reported_as_missing_on_a_feed_without_transactions")]
    [TestCase("p---------s------",
              "P--------------M", TestName = "The_first_transaction_starts_the_timeout_of_earlier_updates")]
    public void FillsMissing_is_published_when_updates_and_transactions_differ(string feed, string events) => Check(feed, events);

    [TestCase("n-F 20m -",
              "C-F 299s _", TestName = "A_filled_order_is_forgotten_after_the_retention_time")]
    [TestCase("n-c 20m -",
              "C-X 299s _", TestName = "A_cancelled_order_is_forgotten_after_the_retention_time")]
    [TestCase("n-r 20m -",
              "C-R 299s _", TestName = "A_rejected_order_is_forgotten_after_the_retention_time")]
    [TestCase("n 60m c---------",
              "C 60m X", TestName = "An_open_order_is_never_forgotten")]
    [TestCase("r--4--p 60m -",
              "R--P--K", TestName = "A_reopened_order_is_not_forgotten")]
    [TestCase("F 298s T---------",
              "F 298s K_", TestName = "A_transaction_of_a_done_order_does_not_extend_its_retention_time")]
    public void Forgetting(string feed, string events) => Check(feed, events);

    [Test]
    public void A_fill_that_loses_its_transaction_to_an_older_fill_is_reported_missing_again()
    {
        var desk = Of(T(0, 1, 1, order: 2), U(10, S.PartiallyFilled, 4));
        Assert.That(desk.Wait(6_000).Select(static e => (e.Kind, e.After.OrderId)), Does.Contain((FillsMissing, 1L)));
        desk.Push(T(6_000, 2, 4), U(5, S.PartiallyFilled, 4));

        Assert.That(desk.Wait(10_000), Is.Empty);
        Assert.That(desk.Wait(12_000).Select(static e => (e.Kind, e.After.OrderId)), Is.EqualTo(new[] { (FillsMissing, 1L) }));
    }

    [Test]
    public void A_total_below_the_reported_fills_means_the_latest_transactions_are_missing()
    {
        var desk = Of(T(0, 1, 4), U(0, S.PartiallyFilled, 4), U(10, S.PartiallyFilled, 1, aggregated: 3), T(10, 2, 1), Gap());
        Assert.That(desk.Order, Has.Property("Reported").EqualTo(3).And.Property("Confirmed").EqualTo(5));
        Assert.That(desk.Wait(5_010).Select(static e => e.Kind), Is.EqualTo(new[] { FillsMissing }), "both transactions are due at once");

        desk.Push(U(6_000, S.PartiallyFilled, 1, aggregated: 5), T(6_000, 3, 1));
        Assert.That(desk.Wait(20_000).Select(static e => e.Kind), Is.EqualTo(new[] { FillsMissing }), "only the third transaction is missing");
    }

    [Test]
    public void The_settlement_timeout_is_an_option() =>
        Check("sp--------------",
              "-P-M", new OrderTrackingOptions { SettlementTimeout = Seconds(2) });

    [Test]
    public void The_retention_of_done_orders_is_configurable() =>
        Check("n-c-------------",
              "C-X-_", new OrderTrackingOptions { DoneOrderRetention = Seconds(2) });

    [Test]
    public void An_infinite_retention_and_settlement_timeout_are_allowed() =>
        Check("4F 60m -",
              "PF", new OrderTrackingOptions { DoneOrderRetention = TimeSpan.MaxValue, SettlementTimeout = TimeSpan.MaxValue });

    [Test]
    public void A_timer_event_is_published_at_its_own_time_even_during_silence()
    {
        using var m = EachSecond();
        var feed = m.FeedWithoutPings(
            "sp-------------i", Inputs);
        var events = feed.TrackOrders().Where(static e => e.After.OrderId == 1);
        m.Expect(events.Select(static e => Letter(e.Kind))).ToBe(
            "-P-------------M");
        m.Expect(events.Select(_ => Letter(feed.Clock.Now - m.Start))).ToBe(
            "-1-------------6");
        m.Run();
    }

    [Test]
    public void A_timer_event_changes_nothing_and_has_no_cause()
    {
        using var m = EachSecond();
        var events = m.Feed("n4------c 6m -", Inputs).TrackOrders().Where(static e => e.Kind is FillsMissing or Forgotten);
        m.Expect(events.Select(static e => Letter(e.Kind))).ToBe("------M- 300s _");
        m.Expect(events.Where(static e => e.Cause is not null || e.Before != e.After)).ToBe("-");
        m.Run();
    }

    [Test]
    public void Done_orders_are_limited_and_the_order_done_first_is_removed_first()
    {
        using var m = EachSecond();
        var orders = m.Feed("nmdc", Inputs).TrackOrders(new OrderTrackingOptions { MaxDoneOrders = 1 });
        m.Expect(orders.Of(1)).ToBe("C--X");
        m.Expect(orders.Of(2)).ToBe("-CX_");
        m.Run();
    }

    [Test]
    public void With_no_done_orders_kept_each_is_forgotten_at_once() =>
        Check("F",
              "(F_)", new OrderTrackingOptions { MaxDoneOrders = 0 });

    [Test]
    public void Only_a_limited_number_of_the_latest_transaction_ids_is_remembered() =>
        Check("46T64-",
              "PPPDP", new OrderTrackingOptions { MaxTransactionIds = 2, SettlementTimeout = TimeSpan.MaxValue });

    [Test]
    public void Timers_survive_a_clock_restart_at_an_earlier_time()
    {
        using var m = EachSecond();
        var feed = m.FeedWithoutPings(
            "WiiF--i----i", [.. Inputs, ('W', Make.Transaction("100x10 buy", timestamp: m.Start.AddYears(1)))]);
        m.Expect(feed.TrackOrders(new OrderTrackingOptions { DoneOrderRetention = Seconds(7) }).Of(1)).ToBe(
            "P--F-------_");
        m.Run();
    }

    [Test]
    public void A_transaction_is_remembered_longer_than_its_order()
    {
        using var m = EachSecond();
        var events = m.Feed(
            "nTF 6m T 6m -", Inputs).TrackOrders();
        m.Expect(events.Of(1)).ToBe(
            "CFK 298s _ 61s D");
        m.Expect(events.Where(static e => e.Kind == Duplicate).Select(static e => (e.Before, e.After.Filled))).ToBe(
            "--- 6m d", ('d', (null, 0)));
        m.Run();
    }

    private static void Check(string feed, string events, OrderTrackingOptions? options = null)
    {
        using var m = EachSecond();
        m.Expect(m.Feed(feed, Inputs).TrackOrders(options).Of(1)).ToBe(events);
        m.Run();
    }

    [Test]
    public void An_infinite_retention_removes_no_order()
    {
        var desk = new OrderDesk(new OrderTrackingOptions { DoneOrderRetention = TimeSpan.MaxValue, SettlementTimeout = TimeSpan.MaxValue });
        desk.Push(T(0, 1, 1, order: 2), U(0, S.Cancelled, 4));

        Assert.That(desk.Wait(1_000_000_000), Is.Empty);
    }

    [Test]
    public void Deadlines_keep_their_remaining_time_when_the_clock_restarts_earlier()
    {
        var desk = new OrderDesk(new OrderTrackingOptions { DoneOrderRetention = TimeSpan.FromSeconds(60) });
        desk.Push(U(36_000_000, S.Cancelled));
        desk.Wait(0);
        desk.Wait(1_000);

        Assert.That(desk.Wait(60_999), Is.Empty);
        Assert.That(desk.Wait(61_000).Select(e => e.Kind), Is.EqualTo(new[] { Forgotten }));
    }

    [Test]
    public void Missing_fills_are_reported_once_and_only_before_the_order_is_forgotten()
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
    public void No_misreading_is_reported_when_a_total_is_given()
    {
        var desk = Of(U(0, S.PartiallyFilled, 4), U(1, S.Filled, 10, aggregated: 14), T(1, 1, 10));

        Assert.That(desk.Wait(10_000).Select(e => e.Kind), Is.EqualTo(new[] { FillsMissing }));
    }

    [Test]
    public void No_misreading_is_reported_when_transactions_are_missing()
    {
        var desk = Of(U(0, S.PartiallyFilled, 4), U(1, S.Filled, 10), T(1, 1, 4));

        Assert.That(desk.Wait(10_000).Select(e => e.Kind), Is.EqualTo(new[] { FillsMissing }));
    }

    [Test]
    public void No_misreading_is_reported_of_an_order_whose_quantity_is_unknown()
    {
        var desk = Of(U(0, S.PartiallyFilled, 4, quantity: null), T(0, 1, 10, order: 2), U(0, S.Filled, 10, order: 2));

        Assert.That(desk.Wait(10_000).Select(e => e.Kind), Is.EqualTo(new[] { FillsMissing }));
    }
}
