using System.Globalization;

namespace Nexus.Reactive.Tests.Simulation;

/// <summary>A message as the exchange sent it. Its number counts the messages of its symbol; a ping's answer and garbage have none.</summary>
internal readonly record struct SentMessage(long Number, string Text, SimulatedMarket Market, bool IsOrderEvent);

/// <summary>
/// One symbol at the exchange: its trades, books and the client's orders. Each message is numbered, and its content tells the number: in the quantity of a
/// trade and of a book's best bid, in the id of a transaction, in the time of an order update.
/// </summary>
internal sealed class SimulatedMarket(SimulatedWorld world, SimulatedClock clock, Symbol symbol, Action<SimulatedMarket, SentMessage> send)
{
    private const int Unit = 1000;

    private readonly Dictionary<long, long> _updates = [];
    private readonly List<(long At, decimal Price, decimal Quantity)> _trades = [];
    private readonly List<SentMessage> _orderEvents = [];
    private long _number;
    private decimal _price = 100;

    public Symbol Symbol { get; } = symbol;

    public List<SimulatedOrder> Orders { get; } = [];

    /// <summary>The exchange's clock.</summary>
    public SimulatedClock Clock => clock;

    /// <summary>The number of the latest message.</summary>
    public long LastNumber => _number;

    public decimal Position => Orders.Sum(static order => order.Side == Side.Buy ? order.Filled : -order.Filled);

    /// <summary>The latest messages about orders, which some exchanges send again after a reconnect.</summary>
    public IEnumerable<SentMessage> LatestOrderEvents(int count) => _orderEvents.TakeLast(count);

    /// <summary>The number of a message that a client received; 0 if it has none.</summary>
    public long NumberOf(NexusMessage message) => message switch
    {
        Trade trade => (long)(trade.Quantity * Unit),
        Book book => (long)(book.Bids[0].Quantity * Unit),
        Transaction transaction => transaction.Id,
        OrderUpdate update => _updates[update.Timestamp.ToUnixTimeMilliseconds()],
        _ => 0,
    };

    /// <summary>The trades with a timestamp in a window: their count, volume and notional.</summary>
    public (int Count, decimal Volume, decimal Notional) TradesIn(DateTimeOffset start, DateTimeOffset end)
    {
        var (count, volume, notional) = (0, 0m, 0m);
        var (from, to) = (start.ToUnixTimeMilliseconds(), end.ToUnixTimeMilliseconds());
        for (var i = _trades.Count - 1; i >= 0 && _trades[i].At >= from; i--)
        {
            if (_trades[i].At >= to)
                continue;
            count++;
            volume += _trades[i].Quantity;
            notional += _trades[i].Quantity * _trades[i].Price;
        }

        return (count, volume, notional);
    }

    public void Trade()
    {
        Move();
        var (at, quantity) = (Stamp(), (decimal)++_number / Unit);
        _trades.Add((at, _price, quantity));
        Send($$"""{"event":"TRADE","symbol":"{{Symbol}}","timestamp":{{at}},"data":{"price":{{_price}},"quantity":{{quantity}},"side":"BUY"} }""");
    }

    /// <summary>Sends a book, in some cases with a time that is wrong.</summary>
    public void Book(TimeSpan error = default)
    {
        Move();
        var at = Stamp() + (long)error.TotalMilliseconds;
        Send($$"""{"event":"BOOK","symbol":"{{Symbol}}","timestamp":{{at}},"data":{"asks":[{"price":{{_price + 1}},"quantity":1} ],"bids":[{"price":{{_price}},"quantity":{{(decimal)++_number / Unit}} }]} }""");
    }

    public void Garbage() => send(this, new SentMessage(0, world.Random.Next(3) switch
    {
        0 => "{\"event\":\"TRADE\",\r\n\"data\":",
        1 => "not JSON\tat all",
        _ => """{"event":"POSITIONS","data":{"a\\nb":[1,2,3]}}""",
    }, this, IsOrderEvent: false));

    public SentMessage Pong() => new(0, $$"""{"event":"PING","timestamp":{{Stamp()}} }""", this, IsOrderEvent: false);

    /// <summary>One step in the life of an order: a new one, a fill or an end.</summary>
    public void StepOrder(long nextOrderId)
    {
        var open = Orders.FindAll(static order => order.DoneAt is null);
        if (open.Count == 0 || (open.Count < 5 && world.Chance(0.3)))
        {
            var order = new SimulatedOrder(nextOrderId, Symbol, world.Chance(0.5) ? Side.Buy : Side.Sell, _price, world.Random.Next(1, 9));
            Orders.Add(order);
            Update(order, 0);
            return;
        }

        var chosen = open[world.Random.Next(open.Count)];
        if (world.Chance(0.2))
            End(chosen, OrderStatus.Cancelled, 0);
        else
            Fill(chosen);
    }

    public OrderSnapshot Snapshot(long since) => new()
    {
        Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(Stamp()),
        Symbol = Symbol,
        Orders = [.. Orders.Where(order => order.DoneAt is null || order.DoneAt >= since).Select(static order => order.ToEntry())],
    };

    private void Fill(SimulatedOrder order)
    {
        var executed = Math.Min(order.Quantity - order.Filled, world.Random.Next(1, 5) / 2m);
        order.Filled += executed;
        order.Notional += executed * order.Price;
        var isTransactionFirst = world.Chance(0.3);
        if (isTransactionFirst)
            Transaction(order, executed);
        if (order.Filled == order.Quantity)
            End(order, OrderStatus.Filled, executed);
        else
        {
            order.Status = OrderStatus.PartiallyFilled;
            Update(order, executed);
        }

        if (!isTransactionFirst)
            Transaction(order, executed);
    }

    private void End(SimulatedOrder order, OrderStatus status, decimal executed)
    {
        (order.Status, order.DoneAt) = (status, world.Now);
        Update(order, executed);
    }

    private void Update(SimulatedOrder order, decimal executed)
    {
        // Its time tells its number, so no two have the same one.
        var at = Stamp(isUnique: true);
        _updates[at] = ++_number;
        var price = executed > 0 ? order.Price.ToString(CultureInfo.InvariantCulture) : "null";
        Send($$"""{"event":"ORDER_UPDATE","timestamp":{{at}},"data":{"symbol":"{{Symbol}}","order_type":"LIMIT","order_price":{{order.Price}},"order_quantity":{{order.Quantity}},"order_id":{{order.Id}},"executed_price":{{price}},"executed_quantity":{{executed}},"side":"{{Word(order.Side)}}","status":"{{Word(order.Status)}}"} }""", isOrderEvent: true);
    }

    private void Transaction(SimulatedOrder order, decimal executed)
    {
        var id = ++_number;
        Send($$"""{"event":"TRANSACTION","timestamp":{{Stamp()}},"data":{"id":{{id}},"symbol":"{{Symbol}}","order_id":{{order.Id}},"executed_price":{{order.Price}},"executed_quantity":{{executed}},"side":"{{Word(order.Side)}}"} }""", isOrderEvent: true);
    }

    private static string Word(Side side) => side == Side.Buy ? "BUY" : "SELL";

    private static string Word(OrderStatus status) => status switch
    {
        OrderStatus.New => "NEW",
        OrderStatus.PartiallyFilled => "PARTIAL_FILLED",
        OrderStatus.Filled => "FILLED",
        _ => "CANCELLED",
    };

    private void Move() => _price = Math.Max(1, _price + world.Random.Next(-2, 3));

    private long Stamp(bool isUnique = false) => clock.Read(isUnique);

    private void Send(FormattableString text, bool isOrderEvent = false)
    {
        var message = new SentMessage(_number, text.ToString(CultureInfo.InvariantCulture), this, isOrderEvent);
        if (isOrderEvent)
            _orderEvents.Add(message);
        send(this, message);
    }
}
