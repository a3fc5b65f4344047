using System.Reactive.Linq;
using static Nexus.Reactive.OrderEventKind;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>The operator's contract.</summary>
public sealed class TrackOrdersTests
{
    [Test]
    public void Arguments_are_checked_at_once()
    {
        Assert.That(() => NexusObservable.TrackOrders(null!), Throws.ArgumentNullException);
        Assert.That(() => new OrderTrackingOptions { Linger = TimeSpan.FromTicks(-1) }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new OrderTrackingOptions { SettlementTimeout = TimeSpan.FromTicks(-1) }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new OrderTrackingOptions { MaxDoneOrders = -1 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new OrderTrackingOptions { RememberedTransactions = -1 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Defaults_are_as_documented() =>
        Assert.That(new OrderTrackingOptions(), Is.EqualTo(new OrderTrackingOptions
        {
            ExecutedQuantity = ExecutedQuantity.PerEvent,
            SettlementTimeout = TimeSpan.FromSeconds(5),
            Linger = TimeSpan.FromMinutes(5),
            MaxDoneOrders = 100_000,
            RememberedTransactions = 1_000_000,
            Resync = null,
        }));

    [Test]
    public void Each_subscription_is_a_tracker_of_its_own_and_a_late_one_starts_with_nothing()
    {
        var desk = Of(U(0, S.New), T(1, 1, 4));
        var late = new List<OrderEvent>();
        desk.Feed.TrackOrders().Subscribe(late.Add);

        desk.Push(T(1, 1, 4), U(2, S.PartiallyFilled, 4));

        Assert.That(desk.Kinds.Skip(2), Is.EqualTo(new[] { Duplicate, FillConfirmed }));
        Assert.That(late.Select(e => e.Kind), Is.EqualTo(new[] { PartiallyFilled, FillConfirmed }));
        Assert.That(late[0].Before, Is.Null);
    }

    [Test]
    public void The_end_of_the_source_is_the_end_and_open_orders_stay_as_they_are()
    {
        var desk = Of(U(0, S.New), T(0, 1, 4));

        desk.Source.OnCompleted();

        Assert.That((desk.IsCompleted, desk.Events.Count, desk.Order.Status), Is.EqualTo((true, 2, S.PartiallyFilled)));
    }

    [Test]
    public void Timers_are_dropped_at_the_end_even_when_the_clock_runs_on()
    {
        var source = new System.Reactive.Subjects.Subject<NexusMessage>();
        var feed = new NexusFeed(source, new NexusFeedOptions { RunOnAfterEnd = TimeSpan.FromHours(1) });
        var kinds = new List<OrderEventKind>();
        feed.TrackOrders().Subscribe(e => kinds.Add(e.Kind));
        feed.Connect();

        source.OnNext(T(0, 1, 4));
        source.OnCompleted();

        Assert.That(kinds, Is.EqualTo(new[] { PartiallyFilled }));
    }

    [Test]
    public void An_error_of_the_source_is_passed_on_the_same_instance()
    {
        var desk = Of(U(0, S.New));
        var error = new InvalidOperationException();

        desk.Source.OnError(error);

        Assert.That(desk.Error, Is.SameAs(error));
    }

    [Test]
    public void Nothing_comes_after_disposal_not_even_from_a_timer()
    {
        var desk = Of(U(0, S.New), T(0, 1, 4));

        desk.Subscription.Dispose();
        desk.Push(U(1, S.Cancelled));
        desk.Wait(1_000_000);

        Assert.That(desk.Events, Has.Count.EqualTo(2));
    }

    [Test]
    public void Disposal_inside_OnNext_stops_the_events_of_the_same_turn()
    {
        var desk = Of();
        var seen = new List<OrderEvent>();
        desk.Feed.TrackOrders(new OrderTrackingOptions { MaxDoneOrders = 0 }).Take(1).Subscribe(seen.Add);
        var stale = new List<OrderEvent>();
        desk.Feed.TrackOrders().Where(e => e.Kind == Stale).Take(1).Subscribe(stale.Add);

        desk.Push(U(0, S.Filled, 1), U(0, S.New, order: 2), U(0, S.New, order: 3), Gap());

        Assert.That((seen.Count, stale.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public void An_input_pushed_from_inside_OnNext_is_tracked_after_the_one_at_hand()
    {
        var desk = Of();
        desk.Feed.TrackOrders().Where(e => e.Kind == Created).Subscribe(_ => desk.Source.OnNext(U(1, S.Cancelled)));

        desk.Push(U(0, S.New));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { Created, Cancelled }));
    }

    [Test]
    public void Subscribers_share_no_state_when_one_throws()
    {
        var source = new System.Reactive.Subjects.Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var faults = new List<SubscriberFault>();
        feed.SubscriberFaults.Subscribe(faults.Add);
        var kinds = new List<OrderEventKind>();
        feed.TrackOrders().Subscribe(_ => throw new InvalidOperationException());
        feed.TrackOrders().Subscribe(e => kinds.Add(e.Kind));
        feed.Connect();

        source.OnNext(U(0, S.New));
        source.OnNext(U(1, S.Cancelled));

        Assert.That(kinds, Is.EqualTo(new[] { Created, Cancelled }));
        Assert.That(faults, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_subscriber_that_throws_in_a_timer_is_cut_off_alone()
    {
        var source = new System.Reactive.Subjects.Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var faults = new List<SubscriberFault>();
        feed.SubscriberFaults.Subscribe(faults.Add);
        var kinds = new List<OrderEventKind>();
        feed.TrackOrders().Where(e => e.Kind == FillsMissing).Subscribe(_ => throw new InvalidOperationException());
        feed.TrackOrders().Subscribe(e => kinds.Add(e.Kind));
        feed.Connect();

        source.OnNext(T(0, 1, 4));
        source.OnNext(T(6_000, 2, 4));

        Assert.That(kinds, Is.EqualTo(new[] { PartiallyFilled, FillsMissing, PartiallyFilled }));
        Assert.That(faults, Has.Count.EqualTo(1));
    }

    [Test]
    public void Updates_transactions_and_gaps_are_seen_in_their_order_of_arrival()
    {
        var desk = Of(U(0, S.New), Gap(), T(1, 1, 1), U(1, S.PartiallyFilled, 1), Gap());

        Assert.That(desk.Kinds, Is.EqualTo(new[] { Created, Stale, PartiallyFilled, FillConfirmed, Stale }));
    }

    [Test]
    public void Figures_that_fit_the_other_reading_are_diagnosed_once_a_tracker()
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

        Assert.That(told.Select(e => (e.Kind, e.After.OrderId)), Is.EqualTo(new[] { (FillsMissing, 1L), (Misread, 1L), (FillsMissing, 2L) }));
    }

    [Test]
    public void The_other_way_round_is_diagnosed_too()
    {
        var desk = new OrderDesk(new OrderTrackingOptions { ExecutedQuantity = ExecutedQuantity.Cumulative });
        desk.Push(U(1, S.PartiallyFilled, 4), T(1, 1, 4), U(2, S.Filled, 6), T(2, 2, 6));

        Assert.That(desk.Wait(10_000).Select(e => e.Kind), Is.EqualTo(new[] { FillsMissing, Misread }));
    }

    [Test]
    public void A_lost_transaction_is_not_taken_for_a_wrong_reading()
    {
        var desk = Of(U(1, S.PartiallyFilled, 5), U(2, S.PartiallyFilled, 5), T(1, 1, 5));

        Assert.That(desk.Wait(10_000).Select(e => e.Kind), Is.EqualTo(new[] { FillsMissing }));
    }
}
