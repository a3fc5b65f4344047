using System.Reactive.Subjects;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Inputs of own orders: created, filled in three parts with a transaction each, done.</summary>
internal sealed class OrderContests : IContests
{
    private const int Orders = 2_000;
    private static readonly Symbol Symbol = Symbol.Parse("SPOT_BTC_USDT");

    public int Order => 5;

    public IEnumerable<Contest> All()
    {
        yield return new Contest("order tracking, an input", Orders * 7, Tracked(), Plain());
    }

    private static Candidate Tracked()
    {
        var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var seen = 0L;
        feed.TrackOrders().Subscribe(e => seen += (long)e.After.Filled);
        feed.Connect();
        var round = 0;
        return new Candidate("TrackOrders on a feed", () =>
        {
            foreach (var input in Inputs(round++))
                source.OnNext(input);
            return seen;
        });
    }

    /// <summary>The last update wins, transactions add up: what one would write at first.</summary>
    private static Candidate Plain()
    {
        var orders = new Dictionary<long, Order>();
        var round = 0;
        return new Candidate("a dictionary of the same records", () =>
        {
            var seen = 0L;
            foreach (var input in Inputs(round++))
            {
                var (id, time) = input is OrderUpdate o ? (o.OrderId, o.Timestamp) : (((Transaction)input).OrderId, ((Transaction)input).Timestamp);
                var before = orders.GetValueOrDefault(id);
                var after = input switch
                {
                    OrderUpdate u => new Order(
                        id, u.Symbol, u.Side, u.OrderType, u.OrderPrice, u.OrderQuantity, u.Status, (before?.Filled ?? 0) + u.ExecutedQuantity,
                        before?.Confirmed ?? 0, (before?.Filled ?? 0) + u.ExecutedQuantity - (before?.Confirmed ?? 0),
                        u.OrderQuantity - (before?.Filled ?? 0) - u.ExecutedQuantity, u.ExecutedPrice, before?.CreatedAt ?? time, time, OrderFlags.None,
                        u.Status == OrderStatus.Filled, false),
                    Transaction t => before! with { Confirmed = before.Confirmed + t.ExecutedQuantity, UpdatedAt = time },
                    _ => throw new InvalidOperationException(),
                };
                orders[id] = after;
                seen += (long)new OrderEvent(before, after, OrderEventKind.PartiallyFilled, input).After.Filled;
            }

            orders.Clear();
            return seen;
        });
    }

    private static IEnumerable<NexusMessage> Inputs(int round)
    {
        for (var i = 0; i < Orders; i++)
        {
            var id = ((long)round * Orders) + i;
            var time = DateTimeOffset.UnixEpoch.AddSeconds(round * 600).AddMilliseconds(i);
            yield return Update(id, time, 0, OrderStatus.New);
            for (var part = 1; part <= 3; part++)
            {
                yield return Update(id, time, 1, part < 3 ? OrderStatus.PartiallyFilled : OrderStatus.Filled);
                yield return new Transaction(time, (id * 3) + part, Symbol, id, 61_837.63m, 1, null, null, Side.Buy);
            }
        }
    }

    private static OrderUpdate Update(long id, DateTimeOffset time, decimal executed, OrderStatus status) => new(
        time, Symbol, id, OrderType.Limit, "LIMIT", 61_837.63m, 3, executed == 0 ? null : 61_837.63m, executed, null, Side.Buy, status, "x");
}
