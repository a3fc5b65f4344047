using static Nexus.Reactive.OrderEventKind;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>What a cut of the stream means.</summary>
public sealed class OrderGapTests
{
    // Order 1 is of the first symbol, order 2 of the second; d cancels the second.
    [TestCase("nm-x-",
              "C--S-",
              "-C-S-", TestName = "A_gap_marks_every_open_order_stale")]
    [TestCase("nmdx-",
              "C--S-",
              "-CX--", TestName = "A_gap_does_not_mark_done_orders")]
    [TestCase("nm-z-y-",
              "C----S-",
              "-C-S---", TestName = "A_gap_of_a_symbol_marks_its_orders_only")]
    [TestCase("nm-z-x-",
              "C----S-",
              "-C-S---", TestName = "A_stale_order_is_not_marked_again")]
    [TestCase("nm-x-4-x",
              "C--S-P-S",
              "-C-S----", TestName = "A_stale_order_can_be_marked_again_after_an_input")]
    [TestCase("np4-x--f------",
              "CPK-S--F----M-",
              "--------------", TestName = "Fills_lost_in_a_gap_are_reported_as_missing_after_their_order_is_done")]
    public void Gaps(string feed, string first, string second)
    {
        using var m = OrderMarbles.EachSecond();
        var orders = m.Feed(feed, OrderMarbles.Inputs).TrackOrders();
        m.Expect(orders.Of(1)).ToBe(first);
        m.Expect(orders.Of(2)).ToBe(second);
        m.Run();
    }

    [Test]
    public void A_gap_infers_no_status_and_is_reported_as_the_cause()
    {
        var desk = Of(U(0, S.New, order: 2), U(1, S.New, order: 1), U(2, S.New, order: 3), U(3, S.Cancelled, order: 3));

        var stale = desk.Push(Gap());

        Assert.That(stale.Select(e => (e.Kind, e.After.OrderId)), Is.EqualTo(new[] { (Stale, 2L), (Stale, 1L) }));
        Assert.That(stale.Select(e => e.After), Is.EqualTo(stale.Select(e => e.Before! with { Flags = OrderFlags.Stale })));
        Assert.That(stale[0].Cause, Is.EqualTo(Gap() with { Since = At(3) }));
    }

    [Test]
    public void Orders_become_stale_in_creation_order_regardless_of_arrival_order() =>
        Assert.That(
            Of(U(5, S.New, order: 1), U(0, S.New, order: 2), U(5, S.New, order: 0)).Push(Gap()).Select(e => e.After.OrderId),
            Is.EqualTo([2, 0, 1]));

    [Test]
    public void A_new_update_clears_the_Stale_flag_and_a_replay_does_not()
    {
        var desk = Of(U(0, S.New), T(1, 1, 1), Gap(), U(0, S.New), T(1, 1, 1));
        Assert.That(desk.Order.Flags, Is.EqualTo(OrderFlags.Stale));

        desk.Push(U(1, S.PartiallyFilled, 1));
        Assert.That(desk.Order.Flags, Is.EqualTo(OrderFlags.None));
    }

    [Test]
    public void After_a_gap_an_update_not_later_than_the_orders_last_one_is_a_replay_and_not_counted()
    {
        var desk = Of(U(0, S.New), U(5, S.PartiallyFilled, 2), U(7, S.PartiallyFilled, 2), T(9, 1, 2));

        var replay = desk.Push(Gap(), U(0, S.New), U(5, S.PartiallyFilled, 2), U(7, S.PartiallyFilled, 2), U(8, S.PartiallyFilled, 3)).Skip(1).ToList();

        Assert.That(replay.Select(e => e.Kind), Is.EqualTo(new[] { Duplicate, Duplicate, Duplicate, PartiallyFilled }));
        Assert.That(replay[2].After, Is.SameAs(replay[2].Before));
        Assert.That(desk.Order.Filled, Is.EqualTo(7));
    }

    [Test]
    public void Without_a_gap_the_same_update_counts_again() =>
        Assert.That(Of(U(5, S.PartiallyFilled, 2), U(5, S.PartiallyFilled, 2)).Order.Filled, Is.EqualTo(4));

    [Test]
    public void An_order_known_from_transactions_only_has_no_update_to_replay() =>
        Assert.That(Of(T(5, 1, 2), Gap(), U(3, S.PartiallyFilled, 2)).Last.Kind, Is.EqualTo(FillConfirmed));

    [Test]
    public void A_replayed_update_of_a_done_order_is_a_duplicate() =>
        Assert.That(Of(U(5, S.PartiallyFilled, 2), U(6, S.Cancelled), Gap(), U(5, S.PartiallyFilled, 2)).Last, Has.Property("Kind").EqualTo(Duplicate).And.Property("After").Property("Filled").EqualTo(2));

    [Test]
    public void A_gap_of_another_symbol_does_not_start_replay_detection() =>
        Assert.That(Of(U(5, S.PartiallyFilled, 2), Gap(Eth), U(5, S.PartiallyFilled, 2)).Order.Filled, Is.EqualTo(4));

    [Test]
    public void A_FILLED_that_was_missed_in_the_gap_is_found_by_its_replay_after_it()
    {
        var desk = Of(U(0, S.New), U(1, S.PartiallyFilled, 4), T(1, 1, 4), Gap());

        desk.Push(U(0, S.New), U(1, S.PartiallyFilled, 4), T(1, 1, 4), U(2, S.Filled, 6), T(2, 2, 6));

        Assert.That(desk.Order, Has.Property("Status").EqualTo(S.Filled).And.Property("Filled").EqualTo(10).And.Property("IsSettled").True.And.Property("Flags").EqualTo(OrderFlags.None));
    }
}
