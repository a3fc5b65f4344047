using CsCheck;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>The tracker against an exchange that knows the truth. A failure prints the seed that repeats it.</summary>
public sealed class OrderModelTests
{
    private static readonly Gen<(int Seed, int Orders, int Fills, ExecutedQuantityKind Reading)> Scenarios =
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[1, 4], Gen.Int[0, 5], Gen.Enum<ExecutedQuantityKind>());

    [Test]
    public void Every_prefix_keeps_the_invariants_and_the_final_state_matches_the_exchange() => Scenarios.Sample(
        static s =>
        {
            var exchange = new ReferenceExchange(s.Seed, s.Orders, s.Fills, s.Reading);
            var run = new Run(exchange, s.Reading);

            run.Receive(exchange.Shuffled());

            foreach (var (id, truth) in exchange.Orders)
            {
                var order = run.Orders.GetValueOrDefault(id);
                Assert.That(order?.Status ?? OrderStatus.New, Is.EqualTo(truth.Status));
                Assert.That(order?.Filled ?? 0, Is.EqualTo(truth.Filled));
                Assert.That(order?.Notional ?? 0, Is.EqualTo(truth.Notional));
                Assert.That(order?.Unconfirmed ?? 0, Is.Zero);
                Assert.That(order?.Flags ?? OrderFlags.None, Is.EqualTo(OrderFlags.None));
            }
        },
        iter: 300,
        print: static s => Describe(s));

    [Test]
    public void Any_permutation_of_the_same_inputs_ends_in_the_same_state() => Scenarios.Sample(
        static s =>
        {
            var exchange = new ReferenceExchange(s.Seed, s.Orders, s.Fills, s.Reading);
            var inputs = exchange.Shuffled().ToArray();
            inputs = inputs[..(inputs.Length - (inputs.Length / 4))];
            var once = new Run(exchange, s.Reading);
            once.Receive(inputs);

            for (var i = 0; i < 5; i++)
            {
                new Random(s.Seed + i).Shuffle(inputs);
                var again = new Run(exchange, s.Reading);
                again.Receive(inputs);
                Assert.That(again.Orders.OrderBy(o => o.Key), Is.EqualTo(once.Orders.OrderBy(o => o.Key)));
            }
        },
        iter: 150,
        print: static s => Describe(s));

    [Test]
    public void Cuts_losses_and_replays_cause_no_double_count_and_no_lost_transaction() => Scenarios.Sample(
        static s =>
        {
            var exchange = new ReferenceExchange(s.Seed, s.Orders, s.Fills, s.Reading);
            var run = new Run(exchange, s.Reading);
            var received = exchange.Cut(1 + (s.Seed % 3));

            run.Receive(received);

            var known = received.OfType<Transaction>().Select(t => t.Id).ToHashSet();
            foreach (var (id, truth) in exchange.Orders)
            {
                var fills = exchange.Said.OfType<Transaction>().Where(t => t.OrderId == id).ToList();
                if (fills.Count == 0 || !fills.All(t => known.Contains(t.Id)))
                    continue;
                Assert.That(run.Orders[id].Filled, Is.EqualTo(truth.Filled));
                Assert.That(run.Orders[id].Notional, Is.EqualTo(truth.Notional));
                if (truth.Status == OrderStatus.Filled && received.OfType<OrderUpdate>().Any(u => u.OrderId == id))
                    Assert.That(run.Orders[id].Status, Is.EqualTo(OrderStatus.Filled));
            }
        },
        iter: 300,
        print: static s => Describe(s));

    private static string Describe((int Seed, int Orders, int Fills, ExecutedQuantityKind Reading) s) =>
        $"{s}\n{string.Join('\n', new ReferenceExchange(s.Seed, s.Orders, s.Fills, s.Reading).Said)}";

    /// <summary>One tracker and what must hold of it after each input.</summary>
    private sealed class Run(ReferenceExchange exchange, ExecutedQuantityKind reading)
    {
        private readonly OrderDesk _desk = new(new OrderTrackingOptions { ExecutedQuantity = reading });
        private readonly Dictionary<long, Transaction> _transactions = [];

        public Dictionary<long, Order> Orders { get; } = [];

        public void Receive(IEnumerable<NexusMessage> messages)
        {
            using var ledger = new OrderLedger(_desk.Feed.TrackOrders(new OrderTrackingOptions { ExecutedQuantity = reading }));
            foreach (var message in messages)
            {
                var events = _desk.Push(message);
                if (message is not FeedGap)
                    Assert.That(events.Where(static e => e.Kind != OrderEventKind.FillsMissing), Has.Exactly(1).Items, "one event an input");
                foreach (var change in events)
                {
                    Assert.That(change.Before, Is.EqualTo(Orders.GetValueOrDefault(change.After.OrderId)));
                    Orders[change.After.OrderId] = change.After;
                }

                if (message is Transaction transaction)
                    _transactions.TryAdd(transaction.Id, transaction);
                CheckInvariants();
            }

            Assert.That(_desk.Error, Is.Null);
            Assert.That(ledger.Open.Concat(ledger.Done).OrderBy(o => o.OrderId), Is.EqualTo(Orders.Values.OrderBy(o => o.OrderId)));
            Assert.That(
                ledger.Positions.GetValueOrDefault(OrderDesk.Btc)?.Quantity ?? 0,
                Is.EqualTo(Orders.Values.Sum(o => o.Side == Side.Buy ? o.Filled : -o.Filled)));
            Assert.That(
                ledger.Positions.GetValueOrDefault(OrderDesk.Btc)?.Fees.GetValueOrDefault("USDT") ?? 0,
                Is.EqualTo(_transactions.Count * 0.01m));
        }

        private void CheckInvariants()
        {
            foreach (var order in Orders.Values)
            {
                var truth = exchange.Orders[order.OrderId];
                var own = _transactions.Values.Where(t => t.OrderId == order.OrderId).ToList();
                Assert.That(order.Confirmed, Is.EqualTo(own.Sum(t => t.ExecutedQuantity)), "no transaction lost or counted twice");
                Assert.That(order.Filled, Is.EqualTo(Math.Max(order.Confirmed, order.Confirmed + order.Unconfirmed)), "the greater ledger");
                Assert.That(order.Filled, Is.LessThanOrEqualTo(truth.Filled), "no fill invented");
                Assert.That(order.Leaves is null or >= 0, "nothing left below zero");
                Assert.That(order.IsDone, Is.EqualTo(order.Status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected));
                Assert.That(order.IsSettled, Is.EqualTo(order.IsDone && order.Unconfirmed == 0));
                Assert.That(order.Flags & (OrderFlags.Overfilled | OrderFlags.Conflict), Is.EqualTo(OrderFlags.None));
                if (order.Filled == order.Confirmed && own.Count > 0)
                    Assert.That(order.Notional, Is.EqualTo(own.Sum(t => t.ExecutedQuantity * t.ExecutedPrice)), "at the transactions' prices");
            }
        }
    }
}
