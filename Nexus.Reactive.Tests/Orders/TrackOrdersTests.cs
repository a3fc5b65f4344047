using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Testing;
using static Nexus.Reactive.OrderEventKind;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using static Nexus.Reactive.Tests.Orders.OrderMarbles;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>The stream as such; what its events say is in the other fixtures. The letters are those of <see cref="OrderMarbles"/>.</summary>
public sealed class TrackOrdersTests
{
    [Test]
    public void Options_out_of_range_are_refused()
    {
        Assert.That(() => new OrderTrackingOptions { DoneOrderRetention = TimeSpan.FromTicks(-1) }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new OrderTrackingOptions { SettlementTimeout = TimeSpan.FromTicks(-1) }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new OrderTrackingOptions { MaxDoneOrders = -1 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new OrderTrackingOptions { MaxTransactionIds = -1 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Defaults_are_as_documented() =>
        Assert.That(new OrderTrackingOptions(), Is.EqualTo(new OrderTrackingOptions
        {
            ExecutedQuantity = ExecutedQuantityKind.PerEvent,
            SettlementTimeout = TimeSpan.FromSeconds(5),
            DoneOrderRetention = TimeSpan.FromMinutes(5),
            MaxDoneOrders = 100_000,
            MaxTransactionIds = 1_000_000,
            TransactionKey = TransactionKey.SymbolAndId,
        }));

    [Test]
    public void Null_means_no_options()
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var kinds = new List<OrderEventKind>();
        feed.TrackOrders(null).Subscribe(e => kinds.Add(e.Kind));
        feed.Connect();
        source.OnNext(U(0, S.New));

        Assert.That(kinds, Is.EqualTo(new[] { OrderEventKind.Created }));
    }

    [TestCase("n-x-4-p-x-|",
              "C-S-P-K-S-|", TestName = "Updates_transactions_and_gaps_are_processed_in_order_of_arrival")]
    [TestCase("n4-4p",
              "CP-DK", TestName = "A_tracker_recognizes_a_repeated_transaction")]
    [TestCase("n4-4p",
              "---PK",
              "--^", TestName = "A_late_subscription_starts_without_state")]
    [TestCase("n4---|",
              "CP---|", TestName = "Events_complete_with_the_source_and_open_orders_do_not_change")]
    [TestCase("n4-c------",
              "CP--------",
              "^-!", TestName = "No_events_follow_disposal_including_events_of_timers")]
    public void Tracking(string feed, string events, string subscription = "^")
    {
        using var m = EachSecond();
        m.Expect(m.Feed(feed, Inputs).TrackOrders().Select(static e => Letter(e.Kind)), subscription).ToBe(events);
        m.Run();
    }

    [Test]
    public void Timers_are_dropped_at_the_end_even_when_the_clock_runs_on()
    {
        using var m = EachSecond();
        m.Expect(m.Feed("4-|", new NexusFeedOptions { RunOnAfterEnd = TimeSpan.FromHours(1) }, Inputs).TrackOrders().Of(1)).ToBe("P-|");
        m.Run();
    }

    [Test]
    public void Disposal_inside_OnNext_stops_the_events_of_the_same_turn()
    {
        using var m = EachSecond();
        var feed = m.Feed("n-m-x-c-", Inputs);
        var events = feed.TrackOrders(new OrderTrackingOptions { MaxDoneOrders = 0 }).Select(static e => Letter(e.Kind));
        m.Expect(events).ToBe("C-C-(SS)\n------(X_)");
        m.Expect(events.Where(static kind => kind is 'S').Take(1)).ToBe("----(S|)");
        m.Expect(events.Where(static kind => kind is 'X' or '_').Take(1)).ToBe("------(X|)");
        m.Run();
    }

    [TestCase("n-c-", 'C',
              "C",
              "C-X-",
              "x---", TestName = "Only_the_subscriber_that_throws_is_unsubscribed")]
    [TestCase("4------6", 'M',
              "P----M",
              "P----M-P",
              "-----x--", TestName = "Only_the_subscriber_that_throws_in_a_timer_is_unsubscribed")]
    public void Throwing(string feed, char at, string thrower, string sibling, string faults)
    {
        using var m = EachSecond();
        var error = new InvalidOperationException();
        var messages = m.Feed(feed, Inputs);
        m.Expect(messages.SubscriberFaults.Select(static fault => fault.Exception)).ToBe(faults, ('x', error));
        m.Expect(messages.TrackOrders().Of(1).WithSubscriberThatThrows(error, at)).ToBe(thrower);
        m.Expect(messages.TrackOrders().Of(1)).ToBe(sibling);
        m.Run();
    }

    // At once; the fills that the other ledger then lacks are reported five seconds after they were seen.
    [TestCase("np4F6--------",
              "CPK(F%)\n----K---M", ExecutedQuantityKind.PerEvent, TestName = "Cumulative_quantities_read_as_per_event_are_reported_as_misread")]
    [TestCase("p4f6---------",
              "PK(F%)\n---L----M", ExecutedQuantityKind.Cumulative, TestName = "Per_event_quantities_read_as_cumulative_are_reported_as_misread")]
    [TestCase("pp4----------",
              "PPK----M", ExecutedQuantityKind.PerEvent, TestName = "A_lost_transaction_is_not_reported_as_misread")]
    public void Misreading(string feed, string events, ExecutedQuantityKind reading)
    {
        using var m = EachSecond();
        m.Expect(m.Feed(feed, Inputs).TrackOrders(new OrderTrackingOptions { ExecutedQuantity = reading }).Of(1)).ToBe(events);
        m.Run();
    }

    [Test]
    public void An_input_pushed_from_inside_OnNext_is_tracked_after_the_current_one()
    {
        var desk = Of();
        desk.Feed.TrackOrders().Where(e => e.Kind == Created).Subscribe(_ => desk.Source.OnNext(U(1, S.Cancelled)));

        desk.Push(U(0, S.New));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { Created, Cancelled }));
    }

    [Test]
    public void A_wrong_quantity_kind_is_reported_once_per_tracker()
    {
        var desk = new OrderDesk();
        for (var order = 1; order <= 2; order++)
        {
            desk.Push(
                U(0, S.New, order: order),
                U(1, S.PartiallyFilled, 4, order: order),
                T(1, (order * 10) + 1, 4, order: order),
                U(2, S.Filled, 10, order: order),
                T(2, (order * 10) + 2, 6, order: order));
        }

        var told = desk.Wait(10_000);

        Assert.That(told.Select(e => (e.Kind, e.After.OrderId)), Is.EqualTo(new[] { (FillsMissing, 1L), (FillsMissing, 2L) }));
        Assert.That(desk.Events.Where(static e => e.Kind == Misread).Select(static e => e.After.OrderId), Is.EqualTo(new[] { 1L }));
    }
}
