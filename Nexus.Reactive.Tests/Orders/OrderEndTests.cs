using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>Orders that the exchange ended are not open, whatever was cut, replayed, stamped wrongly or listed by a snapshot.</summary>
public sealed class OrderEndTests
{
    [Test]
    [Category(Setting.Long)]
    public void No_order_that_the_exchange_ended_stays_open()
    {
        var orders = Setting.Get("NEXUS_ORDERS", 1_000);
        var seed = Setting.Get("NEXUS_SEED", 1);
        TestContext.Out.WriteLine($"{orders} orders, seed {seed} (NEXUS_SEED)");
        var random = new Random(seed);
        using var snapshots = new Subject<OrderSnapshot>();
        var desk = new OrderDesk(snapshots: snapshots);
        var (ended, lost, recent) = (new Dictionary<long, OrderSnapshotEntry>(), new List<NexusMessage>(), new List<NexusMessage>());
        var (isCut, transaction) = (false, 0L);
        for (var order = 1L; order <= orders; order++)
        {
            var at = order * 20.0;
            var isFilled = random.Next(2) == 0;
            Say(U(Stamp(at), S.New, order: order));
            Say(U(Stamp(at), S.PartiallyFilled, 4, order: order));
            Say(T(at, ++transaction, 4, order: order));
            Say(U(Stamp(at + random.Next(2)), isFilled ? S.Filled : S.Cancelled, isFilled ? 6 : 0, order: order));
            if (isFilled)
                Say(T(at, ++transaction, 6, order: order));
            ended[order] = new OrderSnapshotEntry { OrderId = order, Symbol = Btc, Side = Side.Buy, Quantity = 10, Status = isFilled ? S.Filled : S.Cancelled, Filled = isFilled ? 10 : 4, AveragePrice = 100 };
            if (random.Next(10) == 0)
                Cut();
            if (isCut && random.Next(3) == 0)
                Resume(at);
        }

        Resume(orders * 20.0);
        Assert.That(desk.Ledger.Open.Select(static order => order.OrderId).Where(ended.ContainsKey), Is.Empty);
        Assert.That(desk.Order.Filled, Is.LessThanOrEqualTo(10), () => string.Join('\n', desk.Events.Where(e => e.After.OrderId == desk.Order.OrderId).Select(static e => $"{e} from {e.Cause}")));

        double Stamp(double at) => random.Next(20) switch { 0 => at + 240_000, 1 => at + 5_000_000_000, 2 => at - random.Next(1_000), _ => at };

        void Say(NexusMessage message)
        {
            recent.Add(message);
            if (random.Next(200) == 0)
                Cut();
            if (isCut)
                lost.Add(message);
            else
                desk.Push(message);
        }

        void Cut()
        {
            if (!isCut)
                desk.Push(Gap());
            isCut = true;
        }

        // What was lost is replayed with what came before it, or a snapshot lists how it ended.
        void Resume(double at)
        {
            if (!isCut)
                return;
            isCut = false;
            if (random.Next(2) == 0)
                desk.Push([.. recent.TakeLast(lost.Count + random.Next(20))]);
            else
                snapshots.OnNext(new OrderSnapshot { Timestamp = At(at), Orders = [.. lost.OfType<OrderUpdate>().Select(static update => update.OrderId).Distinct().Where(ended.ContainsKey).Select(id => ended[id])] });
            lost.Clear();
        }
    }
}
