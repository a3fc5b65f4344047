using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>An exchange that knows the truth: it lets orders live and says what happens, each fill by one update and one transaction.</summary>
internal sealed class ReferenceExchange
{
    private readonly Random _random;
    private readonly ExecutedQuantityKind _reading;
    private double _now;
    private long _transactionId;

    public ReferenceExchange(int seed, int orders, int maxFills, ExecutedQuantityKind reading)
    {
        _random = new Random(seed);
        _reading = reading;
        var lives = Enumerable.Range(1, orders).Select(id => Live(id, _random.Next(maxFills + 1)).GetEnumerator()).ToList();
        while (lives.Count > 0)
        {
            var life = lives[_random.Next(lives.Count)];
            if (life.MoveNext())
                Said.AddRange(life.Current);
            else
                lives.Remove(life);
        }
    }

    /// <summary>All messages as they happened.</summary>
    public List<NexusMessage> Said { get; } = [];

    public Dictionary<long, Truth> Orders { get; } = [];

    /// <summary>The messages that a client of one connection receives: their order within a group of events is not defined, and transactions may be repeated with a new timestamp.</summary>
    public List<NexusMessage> Shuffled(bool withDuplicates = true)
    {
        var again = Said.OfType<Transaction>().Where(_ => withDuplicates && _random.Next(4) == 0).Select(t => t with { Timestamp = t.Timestamp.AddMilliseconds(_random.Next(-2, 3)) });
        var messages = Said.Concat(again).ToArray();
        _random.Shuffle(messages);
        return [.. messages];
    }

    /// <summary>What a client gets over several connections: some is lost at each cut, and the next one begins with a replay of what was said before.</summary>
    public List<NexusMessage> Cut(int cuts)
    {
        var received = new List<NexusMessage>();
        var from = 0;
        for (var i = 0; i <= cuts; i++)
        {
            var to = i == cuts ? Said.Count : _random.Next(from, Said.Count + 1);
            var connection = Said[from..to].ToArray();
            _random.Shuffle(connection);
            received.AddRange(connection.Where(_ => i == cuts || _random.Next(5) > 0));
            from = to;
            if (i == cuts)
                break;
            received.Add(Gap());
            received.AddRange(Said[_random.Next(to + 1)..to].Where(_ => _random.Next(5) > 0));
        }

        return received;
    }

    private IEnumerable<NexusMessage[]> Live(long id, int fills)
    {
        var side = _random.Next(2) == 0 ? Side.Buy : Side.Sell;
        var truth = Orders[id] = new Truth { Side = side, Status = S.New };
        var parts = Enumerable.Range(0, fills).Select(_ => _random.Next(1, 100) / 8m).ToArray();
        var isWhole = fills > 0 && _random.Next(2) == 0;
        var quantity = parts.Sum() + (isWhole ? 0 : 1);
        var saysTotal = _random.Next(3) == 0;

        OrderUpdate Say(OrderStatus status, decimal executed, decimal? price)
        {
            var said = _reading == ExecutedQuantityKind.Cumulative && executed > 0 ? truth.Filled : executed;
            return U(_now, status, said, price, quantity, order: id, side: side, aggregated: saysTotal ? truth.Filled : null);
        }

        if (_random.Next(10) > 0)
            yield return [Say(S.New, 0, null)];
        for (var i = 0; i < parts.Length; i++)
        {
            Tick();
            var price = 100 + _random.Next(-20, 20) / 4m;
            truth.Filled += parts[i];
            truth.Notional += parts[i] * price;
            truth.Status = isWhole && i == parts.Length - 1 ? S.Filled : S.PartiallyFilled;
            yield return [Say(truth.Status, parts[i], price), T(_now, ++_transactionId, parts[i], price, id, side, fee: 0.01m, feeAsset: "USDT")];
        }

        if (isWhole || _random.Next(3) == 0)
            yield break;
        Tick();
        truth.Status = S.Cancelled;
        yield return [_random.Next(2) == 0 ? Say(S.Cancelled, 0, null) : U(_now, S.Cancelled, truth.Filled, null, quantity, order: id, side: side, aggregated: saysTotal ? truth.Filled : null)];
    }

    // Often not at all: much falls into one millisecond.
    private void Tick() => _now += _random.Next(3);

    internal sealed class Truth
    {
        public required Side Side { get; init; }

        public OrderStatus Status { get; set; }

        public decimal Filled { get; set; }

        public decimal Notional { get; set; }
    }
}
