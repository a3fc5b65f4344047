using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders.Model;

/// <summary>
/// A random history of a few orders: fills with and without prices, transactions before, after and without their updates, late fees, restated and contradicting
/// inputs, amendments, other symbols and sides, quantities that are totals, aggregated totals, gaps with replays, snapshots that know more or less, pauses after
/// which orders are forgotten and fills missing, and wild timestamps.
/// </summary>
internal sealed class RandomHistory
{
    private static readonly decimal[] Prices = [100, 100, 101.5m, 99.25m];
    private static readonly decimal[] Quantities = [1, 2, 2, 3, 0.125m];
    private readonly Random _random;
    private readonly bool _isSet;
    private readonly bool _isTame;
    private readonly List<OrderUpdate> _updates = [];
    private readonly List<Transaction> _transactions = [];
    private readonly decimal[] _executed = new decimal[4];
    private readonly int _orders;
    private double _now;

    /// <param name="seed">What repeats it.</param>
    /// <param name="length">How many steps.</param>
    /// <param name="isSet">Whether it has only inputs whose order of arrival does not matter.</param>
    /// <param name="hasPauses">Whether time goes on without inputs now and then.</param>
    /// <param name="isTame">Whether all timestamps are plausible.</param>
    public RandomHistory(int seed, int length, bool isSet = false, bool hasPauses = false, bool isTame = false)
    {
        // Neighboring seeds of Random begin alike.
        _random = new Random(unchecked(seed * (int)0x9E3779B1));
        _isSet = isSet;
        _isTame = isTame;
        _orders = 1 + _random.Next(3);
        HasSplitFills = OneIn(3);
        HasTotals = OneIn(4);
        while (Steps.Count < length)
        {
            _now += _random.Next(4);
            if (hasPauses && OneIn(8))
                Steps.Add(new Ping(At(_now += Any([1_000, 4_000, 5_001, 61_000]))));
            Steps.AddRange(Next());
        }
    }

    /// <summary>The messages and snapshots.</summary>
    public List<object> Steps { get; } = [];

    private bool HasSplitFills { get; }

    // Whether the updates' quantities are totals.
    private bool HasTotals { get; }

    public string ToString(int count) => string.Join('\n', Steps.Take(count).Select(static step => step is OrderSnapshot s ? $"{s}: {string.Join("; ", s.Orders)}" : step is Transaction { Fee: { } fee } t ? $"{t} fee {fee}" : $"{step}{(step is OrderUpdate { AggregatedExecutedQuantity: { } total } ? $" aggregated {total}" : "")}"));

    private bool OneIn(int count) => _random.Next(count) == 0;

    private T Any<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private IEnumerable<object> Next() => _random.Next(_isSet ? 12 : 20) switch
    {
        0 => [Say(S.New)],
        1 => [Say(OneIn(2) ? S.Cancelled : Any([S.Rejected, S.Unknown, S.New]), OneIn(3) ? Any(Quantities) : 0)],
        2 => [Say(S.Filled, Any(Quantities))],
        3 => [Say(S.PartiallyFilled, Any(Quantities))],
        4 => [Confirm()],
        5 when _transactions.Count > 0 => [Again(Any(_transactions))],
        6 when !_isSet && _updates.Count > 0 => [Any(_updates)],
        12 => [Gap(OneIn(2) ? null : OneIn(2) ? Btc : Eth)],
        13 when _updates.Count > 0 => [Gap(), .. _updates.TakeLast(1 + _random.Next(4))],
        14 or 15 => [Snapshot()],
        _ => Fill(),
    };

    // Both reports of a fill, in either order, or its transaction in two.
    private IEnumerable<object> Fill()
    {
        var quantity = Any(Quantities);
        var update = Say(OneIn(4) ? S.Filled : S.PartiallyFilled, quantity);
        var price = OneIn(8) ? Any(Prices) : update.ExecutedPrice ?? Any(Prices);
        var parts = HasSplitFills && OneIn(2) ? new[] { quantity / 4, quantity * 3 / 4 } : [quantity];
        List<object> messages = [update, .. parts.Select(part => Confirm(update.OrderId, part, price, update.Side))];
        if (OneIn(2))
            messages.Reverse();
        return messages.Where(_ => !OneIn(10));
    }

    private OrderUpdate Say(OrderStatus status, decimal executed = 0)
    {
        var order = 1 + _random.Next(_orders);
        var update = U(
            Stamp(),
            status,
            HasTotals && status is S.PartiallyFilled or S.Filled ? _executed[order] += executed : executed,
            OneIn(6) ? null : Any(Prices),
            OneIn(10) ? null : OneIn(20) ? 6 : 10,
            OneIn(10) ? null : OneIn(20) ? 105 : 100,
            OneIn(10) ? _random.Next(12) : null,
            order,
            OneIn(60) ? Side.Sell : GetSide(order),
            GetSymbol(order),
            text: status == S.Unknown ? Any(["HELD", "WAITING"]) : null);
        _updates.Add(update);
        return update;
    }

    private Transaction Confirm()
    {
        var order = 1 + _random.Next(_orders);
        return Confirm(order, Any(Quantities), Any(Prices), OneIn(60) ? Side.Buy : GetSide(order));
    }

    private Transaction Confirm(long order, decimal quantity, decimal price, Side side)
    {
        var symbol = GetSymbol(order);
        var id = _transactions.Count(known => known.Symbol == symbol) + 1;
        var transaction = T(Stamp(), id, OneIn(40) ? 0 : quantity, price, order, side, symbol, OneIn(3) ? 0.25m : null, "USDT");
        _transactions.Add(transaction);
        return transaction;
    }

    // As it was, with a fee that was missing or is another one, stamped otherwise, or with other content.
    private Transaction Again(Transaction transaction) => _random.Next(_isSet ? 2 : 5) switch
    {
        0 => transaction,
        1 => transaction with { Timestamp = At(Stamp()) },
        2 => transaction with { Fee = Any<decimal?>([0.25m, 0.5m, null]), FeeAsset = "USDT" },
        3 when OneIn(3) => transaction with { ExecutedPrice = 1 },
        4 when OneIn(3) => transaction with { OrderId = 1 },
        _ => transaction with { Fee = 0.25m, FeeAsset = "USDT" },
    };

    private OrderSnapshot Snapshot()
    {
        var entries = Enumerable.Range(1, _orders).Where(_ => !OneIn(3)).Select(order => new OrderSnapshotEntry
        {
            OrderId = order,
            Symbol = order == 3 ? Eth : Btc,
            Side = GetSide(order),
            Type = OrderType.Limit,
            Price = 100,
            Quantity = OneIn(10) ? null : 10,
            Status = Any([S.New, S.PartiallyFilled, S.PartiallyFilled, S.Filled, S.Cancelled]),
            Filled = OneIn(5) ? 0 : Any(Quantities) * Any(Quantities),
            AveragePrice = OneIn(4) ? null : Any(Prices),
        });
        return new OrderSnapshot { Timestamp = At(_now - (OneIn(3) ? _random.Next(20) : 0)), Symbol = OneIn(3) ? Btc : null, Orders = [.. entries] };
    }

    private Symbol GetSymbol(long order) => (order == 3) != OneIn(80) ? Eth : Btc;

    private static Side GetSide(long order) => order == 2 ? Side.Sell : Side.Buy;

    // Many fall into one millisecond, some are late, and a few are wild.
    private double Stamp() => _isSet || _isTame || !OneIn(25) ? _now - (OneIn(4) ? _random.Next(6) : 0) : _now + (OneIn(2) ? 240_000 : 5_000_000_000);
}
