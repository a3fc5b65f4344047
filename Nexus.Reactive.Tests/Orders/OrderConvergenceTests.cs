using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>Every permutation of a small history ends in the same order, to the last property.</summary>
public sealed class OrderConvergenceTests
{
    public static IEnumerable<TestCaseData> Histories()
    {
        yield return History("a plain life", U(0, S.New), U(1, S.PartiallyFilled, 4), T(1, 1, 4), U(2, S.Filled, 6), T(2, 2, 6));
        yield return History("the last-write trap", U(1, S.Cancelled), U(2, S.Filled, 5), T(2, 1, 5), T(3, 2, 5));
        yield return History("cancelled in part", U(0, S.New), U(1, S.PartiallyFilled, 4, price: 99), T(1, 1, 4, 98), U(2, S.Cancelled, 4));
        yield return History("cancelled says more", U(1, S.PartiallyFilled, 4, price: 99), U(2, S.Cancelled, 5, price: 97), U(2, S.Cancelled, 5, price: 98), T(3, 1, 1));
        yield return History("rejected after a fill", U(0, S.New), U(1, S.Rejected), T(1, 1, 4), U(1, S.PartiallyFilled, 4));
        yield return History("amended", U(0, S.New), U(3, S.New, quantity: 8, limit: 101), U(2, S.PartiallyFilled, 1, quantity: 9), U(4, S.Filled, 8, quantity: 7), T(4, 1, 8));
        yield return History("amended in one millisecond", U(0, S.New), U(0, S.New, quantity: 8), U(0, S.New, quantity: 12, limit: 99), T(0, 1, 9));
        yield return History("an aggregated total on some", U(1, S.PartiallyFilled, 2), U(2, S.PartiallyFilled, 2, aggregated: 5), U(3, S.PartiallyFilled, 1, aggregated: 4), T(1, 1, 3), U(4, S.Filled, 1));
        yield return History("same looking fills", U(1, S.PartiallyFilled, 1), U(1, S.PartiallyFilled, 1), T(1, 1, 1), T(1, 2, 1), T(1, 3, 1));
        yield return History("a duplicate transaction", U(0, S.New), T(1, 1, 4), T(1, 1, 4), U(1, S.PartiallyFilled, 4));
        yield return History("a transaction with a new timestamp", U(2, S.New), T(9, 1, 4), T(1, 1, 4), T(5, 1, 4), U(3, S.PartiallyFilled, 4), T(4, 2, 1));
        yield return History("a transaction id on either side", T(3, 1, 4), T(1, 1, 4, side: Side.Sell), T(2, 2, 1), U(4, S.PartiallyFilled, 5));
        yield return History("filled twice", U(2, S.Filled, 3, price: 101), U(2, S.Filled, 3, price: 102), U(1, S.PartiallyFilled, 3, price: null), T(2, 1, 1));
        yield return History("side and symbol differ", U(1, S.New, side: Side.Sell), U(1, S.PartiallyFilled, 1, symbol: Eth), T(0, 1, 1), T(0, 2, 1, symbol: Eth));
        yield return History("a transaction id in two symbols", U(1, S.New), T(0, 1, 1), T(0, 1, 2, symbol: Eth), T(2, 2, 1));
        yield return History("unknown words", U(1, S.Unknown, text: "B"), U(1, S.Unknown, text: "A"), U(0, S.Unknown, text: "C", quantity: null), U(2, S.Unknown, text: "D", limit: null));
        yield return History("a market order", U(0, S.New, quantity: 0, limit: null, type: OrderType.Market), T(1, 1, 4), U(1, S.Filled, 4, quantity: null, limit: null, type: OrderType.Unknown), U(2, S.Cancelled));
    }

    [TestCaseSource(nameof(Histories))]
    public void Any_arrival_order_produces_the_same_order_state(NexusMessage[] history)
    {
        foreach (var reading in Enum.GetValues<ExecutedQuantityKind>())
        {
            Order? expected = null;
            foreach (var permutation in Permutations(history))
            {
                var desk = new OrderDesk(new OrderTrackingOptions { ExecutedQuantity = reading });
                desk.Push(permutation);

                Assert.That(desk.Events.Count(static e => e.Kind != OrderEventKind.Misread), Is.EqualTo(history.Length));
                expected ??= desk.Order;
                if (desk.Order != expected)
                    Assert.Fail($"{reading}: {string.Join(" · ", permutation.Select(m => m.ToString()))}\nends as {desk.Order}\n not as {expected}");
            }
        }
    }

    [Test]
    public void A_transaction_id_claimed_by_two_orders_flags_both_in_any_order()
    {
        foreach (var permutation in Permutations([U(0, S.New), U(1, S.New, order: 2), T(2, 7, 4), T(3, 7, 4, order: 2)]))
        {
            var orders = new Dictionary<long, Order>();
            var desk = new OrderDesk();
            using var ledger = new OrderLedger(desk.Feed.TrackOrders());

            foreach (var change in desk.Push(permutation))
            {
                Assert.That(change.Before, Is.EqualTo(orders.GetValueOrDefault(change.After.OrderId)));
                orders[change.After.OrderId] = change.After;
            }

            Assert.That(orders.Values.Select(o => o.Flags), Is.EqualTo(new[] { OrderFlags.Conflict, OrderFlags.Conflict }));
            Assert.That(orders.Values.Sum(o => o.Filled), Is.EqualTo(4), "counted once, for the first");
            Assert.That((orders[1].UpdatedAt, orders[2].UpdatedAt), Is.EqualTo((At(2), At(3))));
            Assert.That(ledger.Open, Is.EquivalentTo(orders.Values));
        }
    }

    private static TestCaseData History(string name, params NexusMessage[] messages) => new TestCaseData((object)messages).SetArgDisplayNames(name);

    internal static IEnumerable<NexusMessage[]> Permutations(NexusMessage[] messages)
    {
        if (messages.Length <= 1)
        {
            yield return messages;
            yield break;
        }

        for (var i = 0; i < messages.Length; i++)
        {
            foreach (var rest in Permutations([.. messages[..i], .. messages[(i + 1)..]]))
                yield return [messages[i], .. rest];
        }
    }
}
