using static Nexus.Reactive.OrderEventKind;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>Price, quantity, type, side and symbol of an order.</summary>
public sealed class OrderTermTests
{
    [Test]
    public void Any_update_supplies_a_missing_price_quantity_or_type()
    {
        var desk = Of(T(0, 1, 1), U(1, S.Unknown, limit: null, quantity: null, type: OrderType.Unknown));
        Assert.That(desk.Order, Has.Property("Price").Null.And.Property("Quantity").Null.And.Property("Type").EqualTo(OrderType.Unknown));

        desk.Push(U(0, S.Cancelled, limit: 99, quantity: 8));
        Assert.That(desk.Order, Has.Property("Price").EqualTo(99).And.Property("Quantity").EqualTo(8).And.Property("Type").EqualTo(OrderType.Limit));
    }

    [Test]
    public void Order_terms_received_after_the_first_event_are_reported()
    {
        var desk = Of(T(0, 1, 1), U(0, S.New));

        Assert.That(desk.Last.Kind, Is.EqualTo(Amended));
        Assert.That(desk.Order.Flags, Is.EqualTo(OrderFlags.None));
    }

    [TestCase(S.New)]
    [TestCase(S.PartiallyFilled)]
    public void A_changed_price_or_quantity_on_NEW_or_PARTIAL_is_an_amendment(S status)
    {
        var desk = Of(U(0, status), U(1, status, limit: 101), U(2, status, limit: 101, quantity: 8));

        Assert.That(desk.Kinds.Skip(1), Is.EqualTo(new[] { Amended, Amended }));
        Assert.That(desk.Order, Has.Property("Price").EqualTo(101).And.Property("Quantity").EqualTo(8).And.Property("Leaves").EqualTo(8));
    }

    [TestCase(S.Filled)]
    [TestCase(S.Cancelled)]
    [TestCase(S.Rejected)]
    [TestCase(S.Unknown)]
    public void A_changed_price_or_quantity_on_any_other_status_is_no_amendment(S status) =>
        Assert.That(Of(U(0, S.New), U(1, status, limit: 101, quantity: 8)).Order, Has.Property("Price").EqualTo(100).And.Property("Quantity").EqualTo(10));

    [Test]
    public void The_later_timestamp_takes_precedence_in_any_arrival_order()
    {
        var desk = Of(U(5, S.New, limit: 105, quantity: 5), U(3, S.New, limit: 103, quantity: 3));

        Assert.That(desk.Last.Kind, Is.EqualTo(Duplicate));
        Assert.That(desk.Order, Has.Property("Price").EqualTo(105).And.Property("Quantity").EqualTo(5));
    }

    [Test]
    public void A_quantity_of_zero_is_an_unknown_quantity()
    {
        var desk = Of(U(0, S.New, quantity: 0, limit: null, type: OrderType.Market), T(1, 1, 4));
        Assert.That(desk.Order, Has.Property("Quantity").Null.And.Property("Leaves").Null.And.Property("Status").EqualTo(S.PartiallyFilled));

        desk.Push(U(1, S.Filled, 4, quantity: 0, limit: null, type: OrderType.Market));
        Assert.That(desk.Order, Has.Property("Status").EqualTo(S.Filled).And.Property("Leaves").Zero.And.Property("Flags").EqualTo(OrderFlags.None).And.Property("IsSettled").True);
    }

    [Test]
    public void A_quantity_of_zero_amends_nothing() =>
        Assert.That(Of(U(0, S.New), U(1, S.New, quantity: 0)).Order.Quantity, Is.EqualTo(10));

    [TestCase(Side.Sell, false)]
    [TestCase(Side.Buy, true)]
    public void A_side_or_symbol_that_differs_between_update_and_transaction_conflicts_and_the_fill_counts(Side side, bool otherSymbol)
    {
        var desk = Of(U(0, S.New), T(1, 1, 4), U(2, S.New));
        desk.Push(T(3, 2, 1, side: side, symbol: otherSymbol ? Eth : Btc));

        Assert.That(desk.Last.Kind, Is.EqualTo(Conflict));
        Assert.That(desk.Order, Has.Property("Side").EqualTo(Side.Buy).And.Property("Symbol").EqualTo(Btc).And.Property("Filled").EqualTo(5));
    }

    [Test]
    public void A_transaction_with_another_symbol_than_its_order_is_keyed_by_its_own_symbol()
    {
        NexusMessage[] inputs = [U(0, S.New), T(1, 7, 4), T(2, 7, 1, symbol: Eth)];

        foreach (var permutation in OrderConvergenceTests.Permutations(inputs))
            Assert.That(Of(permutation).Order, Has.Property("Confirmed").EqualTo(5).And.Property("Symbol").EqualTo(Btc).And.Property("Flags").EqualTo(OrderFlags.Conflict));
    }

    [Test]
    public void A_contradiction_is_reported_once_and_stays_flagged()
    {
        var desk = Of(U(0, S.New), T(1, 1, 4, side: Side.Sell), T(1, 2, 1, side: Side.Sell), U(2, S.PartiallyFilled, 5));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { Created, PartiallyFilled, PartiallyFilled, FillConfirmed }));
        Assert.That(desk.Events.Skip(1).Select(e => e.After.Flags & OrderFlags.Conflict), Is.All.EqualTo(OrderFlags.Conflict));
    }

    [Test]
    public void Side_and_symbol_of_an_update_take_precedence_over_the_transactions()
    {
        var order = Of(T(0, 1, 4, side: Side.Sell, symbol: Eth), U(1, S.New)).Order;

        Assert.That((order.Side, order.Symbol, order.Flags), Is.EqualTo((Side.Buy, Btc, OrderFlags.Conflict)));
    }

    [TestCase(1, 2)]
    [TestCase(2, 1)]
    public void The_earlier_of_two_transactions_with_one_id_determines_side_and_symbol(int buy, int sell)
    {
        NexusMessage[] claims = [T(buy, 7, 4), T(sell, 7, 4, side: Side.Sell, symbol: Eth)];
        var expected = buy < sell ? (Side.Buy, Btc) : (Side.Sell, Eth);

        foreach (var order in new[] { Of(claims).Order, Of([.. claims.Reverse()]).Order })
            Assert.That((order.Side, order.Symbol), Is.EqualTo(expected));
    }

    [Test]
    public void FILLED_and_CANCELLED_for_the_same_order_conflict()
    {
        var desk = Of(U(0, S.New), U(1, S.Cancelled), U(1, S.Filled, 5), U(2, S.Cancelled));

        Assert.That(desk.Kinds, Is.EqualTo(new[] { Created, Cancelled, Conflict, Duplicate }));
    }

    [Test]
    public void CANCELLED_for_an_order_filled_by_its_transactions_is_not_a_cancellation()
    {
        var desk = Of(U(0, S.New), T(1, 1, 10), U(1, S.Cancelled, 10));

        Assert.That(desk.Last.Kind, Is.EqualTo(FillConfirmed));
        Assert.That(desk.Order, Has.Property("Flags").EqualTo(OrderFlags.None).And.Property("Status").EqualTo(S.Filled));
    }

    [Test]
    public void Overfills_are_applied_and_flagged()
    {
        var desk = Of(U(0, S.New), T(1, 1, 8), T(2, 2, 8));

        Assert.That(desk.Order, Has.Property("Filled").EqualTo(16).And.Property("Flags").EqualTo(OrderFlags.Overfilled).And.Property("Leaves").Zero);
        Assert.That(Of(U(0, S.PartiallyFilled, 8), U(0, S.PartiallyFilled, 8)).Order.Leaves, Is.EqualTo(-6));
    }

    [Test]
    public void FILLED_adds_no_fill_and_a_total_below_the_quantity_is_flagged_as_underfilled()
    {
        var desk = Of(U(0, S.New), U(1, S.Filled, 6), T(1, 1, 6));
        Assert.That(desk.Order, Has.Property("Filled").EqualTo(6).And.Property("Flags").EqualTo(OrderFlags.Underfilled).And.Property("Leaves").Zero);

        desk.Push(T(2, 2, 4));
        Assert.That(desk.Last.Kind, Is.EqualTo(LateFill));
        Assert.That(desk.Order.Flags, Is.EqualTo(OrderFlags.None));
    }

    [Test]
    public void An_order_never_submitted_by_us_is_tracked_like_any_other() =>
        Assert.That(Of(U(0, S.PartiallyFilled, 1, order: 42, type: OrderType.Liquidate)).Order, Has.Property("Type").EqualTo(OrderType.Liquidate).And.Property("Filled").EqualTo(1));

    [Test]
    public void Messages_other_than_order_events_produce_no_event()
    {
        var book = new Book(Btc, At(0), [new Level(101, 1)], [new Level(100, 1)]);
        var trade = new Trade(Btc, At(0), 100, 1, Side.Buy);

        Assert.That(Of(book, trade, new Ping(At(1)), new UnknownMessage("X", "{}"), new MalformedMessage("", "no"), Gap()).Events, Is.Empty);
    }

    [Test]
    public void Another_type_amends_the_order() => Assert.That(Of(U(0, S.New), U(1, S.New, type: OrderType.Market)).Last.Kind, Is.EqualTo(Amended));

    [TestCaseSource(nameof(Ties))]
    public void The_same_one_of_two_simultaneous_updates_takes_precedence_in_any_order(OrderUpdate one, OrderUpdate other, Func<Order, object?> read, object expected)
    {
        Assert.That(read(Of(one, other).Order), Is.EqualTo(expected));
        Assert.That(read(Of(other, one).Order), Is.EqualTo(expected));
    }

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

    private static TestCaseData Tie(string which, OrderUpdate one, OrderUpdate other, Func<Order, object?> read, object expected) =>
        new TestCaseData(one, other, read, expected).SetArgDisplayNames(which);
}
