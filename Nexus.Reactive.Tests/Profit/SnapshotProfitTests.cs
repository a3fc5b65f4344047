using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Orders.Model;
using static Nexus.Reactive.Tests.Orders.OrderDesk;

namespace Nexus.Reactive.Tests.Profit;

/// <summary>The profit after a snapshot, whose average price is often no decimal for the part that it adds.</summary>
public sealed class SnapshotProfitTests
{
    [Test]
    public void The_unconfirmed_part_of_a_snapshot_costs_its_total_minus_the_transactions([Values] CostBasis basis)
    {
        using var run = new Run(basis);
        run.Transact(1, 2, 100);
        run.List(5, 99);

        // Bought 5 for 495: 2 for 200, and 3 for 295, which no price of 28 digits multiplied by 3 gives.
        Assert.That(run.Profit, Has.Property("NetProfit").EqualTo(5).And.Property("Cost").EqualTo(495).And.Property("UnrealizedProfit").EqualTo(5));
        Assert.That(run.Order, Has.Property("Notional").EqualTo(495).And.Property("AveragePrice").EqualTo(99).And.Property("Filled").EqualTo(5));

        run.Transact(2, 1, 98);
        Assert.That(run.Profit, Has.Property("NetProfit").EqualTo(5).And.Property("Cost").EqualTo(495));
        run.Transact(3, 2, 98.5m);
        Assert.That(run.Profit, Has.Property("NetProfit").EqualTo(5).And.Property("Cost").EqualTo(495));
        Assert.That(run.Order.Flags, Is.EqualTo(OrderFlags.None));
    }

    [Test]
    public void Closing_the_position_realizes_the_exact_profit([Values] CostBasis basis)
    {
        using var run = new Run(basis);
        run.Transact(1, 2, 100);
        run.List(5, 99);
        run.Sell(10, 3, 101);
        run.Sell(11, 2, 102);

        Assert.That(run.Profit, Has.Property("Quantity").EqualTo(0).And.Property("Cost").EqualTo(0).And.Property("RealizedProfit").EqualTo(12).And.Property("NetProfit").EqualTo(12));
    }

    [Test]
    public void The_profit_is_that_of_exact_fractions([Values] CostBasis basis)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            using var run = new Run(basis);
            var (cash, filled) = ((Fraction)0, 0m);
            for (var id = 1; id <= random.Next(4); id++)
            {
                var (quantity, price) = (random.Next(1, 4_000) / 1000m, random.Next(1, 20_000) / 100m);
                run.Transact(id, quantity, price);
                (cash, filled) = (cash - ((Fraction)quantity * price), filled + quantity);
            }

            // The average is above that of the transactions, so that the rest has a cost.
            var total = filled + (random.Next(1, 9_000) / 1000m);
            var average = filled == 0 ? random.Next(1, 20_000) / 100m : 200 + (random.Next(1, 20_000) / 1000m);
            run.List(total, average);
            cash = -((Fraction)average * total);
            Check(run, cash, total, $"seed {seed}");

            var sold = total * random.Next(1, 4) / 4;
            run.Sell(50, sold, 301);
            run.Sell(51, total - sold + 1, 99.5m);
            cash += ((Fraction)sold * 301) + ((Fraction)(total - sold + 1) * 99.5m);
            Check(run, cash, -1, $"seed {seed}, sold");
            Assert.That((Fraction)run.Profit.RealizedProfit, Is.EqualTo(cash - 99.5m), $"seed {seed}");
        }

        static void Check(Run run, Fraction cash, decimal quantity, string place)
        {
            Assert.That(run.Profit.Quantity, Is.EqualTo(quantity), place);
            Assert.That((Fraction)run.Profit.NetProfit!.Value, Is.EqualTo(cash + ((Fraction)100 * quantity)), place);
        }
    }

    [Test]
    public void Many_round_trips_accumulate_no_rounding_error()
    {
        using var run = new Run(CostBasis.AverageCost);
        var profit = 0m;
        var random = new Random(3);
        for (var id = 1; id < 300; id += 4)
        {
            run.Buy(id, 0.7m, 5.123m + id);
            run.Buy(id + 1, 0.6m, 7.77m);
            run.Sell(id + 2, 0.3m, 6.5m);
            run.Sell(id + 3, 1.0m, 6.125m);
            profit += -(0.7m * (5.123m + id)) - (0.6m * 7.77m) + (0.3m * 6.5m) + 6.125m;
        }

        Assert.That(run.Profit.RealizedProfit, Is.EqualTo(profit));
        Assert.That(run.Position.RealizedProfit.Scale, Is.LessThanOrEqualTo(4));
    }

    private sealed class Run : IDisposable
    {
        private readonly Subject<NexusMessage> _source = new();
        private readonly Subject<OrderSnapshot> _snapshots = new();
        private readonly OrderLedger _ledger;
        private readonly Portfolio _portfolio;

        public Run(CostBasis basis)
        {
            var feed = new NexusFeed(_source);
            _ledger = new OrderLedger(feed.TrackOrders(_snapshots), basis);
            _portfolio = new Portfolio(_ledger, feed);
            feed.Connect();
            _source.OnNext(Make.Book("99x9 | 101x9", timestamp: At(1_000)));
            _source.OnNext(Gap());
        }

        public SymbolProfit Profit => _portfolio.Find(Btc)!;

        public Position Position => _ledger.Positions[Btc];

        public Order Order => _ledger.Find(1)!;

        public void Transact(long id, decimal quantity, decimal price) => _source.OnNext(T(id, id, quantity, price, 1, Side.Buy, Btc));

        public void Buy(int id, decimal quantity, decimal price) => _source.OnNext(T(id, 100 + id, quantity, price, 1_000 + id, Side.Buy, Btc));

        public void Sell(int id, decimal quantity, decimal price) => _source.OnNext(T(id, 100 + id, quantity, price, 1_000 + id, Side.Sell, Btc));

        public void List(decimal filled, decimal average) => _snapshots.OnNext(new OrderSnapshot
        {
            Timestamp = At(40),
            Symbol = Btc,
            Orders = [new OrderSnapshotEntry { OrderId = 1, Symbol = Btc, Side = Side.Buy, Quantity = 20, Status = OrderStatus.PartiallyFilled, Filled = filled, AveragePrice = average }],
        });

        public void Dispose()
        {
            _portfolio.Dispose();
            _ledger.Dispose();
            _source.Dispose();
        }
    }
}
