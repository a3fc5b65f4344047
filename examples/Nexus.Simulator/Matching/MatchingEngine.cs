namespace Nexus.Simulator.Matching;

/// <summary>A limit order book with price-time priority: better prices first, then older orders.</summary>
public sealed class MatchingEngine
{
    private readonly BookHalf _bids = new(OrderSide.Buy);
    private readonly BookHalf _asks = new(OrderSide.Sell);
    private readonly Dictionary<long, LinkedListNode<Order>> _resting = [];

    public decimal? BestBid => _bids.Best?.Price;

    public decimal? BestAsk => _asks.Best?.Price;

    /// <summary>Executes the order against resting orders, at their prices; the rest of a limit order stays in the book.</summary>
    public IReadOnlyList<Fill> Submit(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Quantity <= 0 || order.Price <= 0 || (order.Kind == OrderKind.Limit && order.Price is null))
            throw new ArgumentException("An order must have a quantity above 0, and a limit order must have a price above 0.", nameof(order));
        if (_resting.ContainsKey(order.Id))
            throw new ArgumentException($"Order {order.Id} already rests.", nameof(order));

        var fills = new List<Fill>();
        var opposite = Half(Opposite(order.Side));
        while (!order.IsFilled && opposite.Best is { } level && Accepts(order, level.Price))
        {
            var maker = level.Queue.First!.Value;
            var quantity = Math.Min(order.Remaining, maker.Remaining);
            level.Execute(maker, quantity);
            order.Execute(quantity, level.Price);
            fills.Add(new Fill(maker, maker.Remaining, order, order.Remaining, level.Price, quantity));
            if (!maker.IsFilled)
                continue;
            level.Queue.RemoveFirst();
            _resting.Remove(maker.Id);
            if (level.Queue.Count == 0)
                opposite.RemoveBest();
        }

        if (order is { Kind: OrderKind.Limit, IsFilled: false, Price: { } price })
            _resting.Add(order.Id, Half(order.Side).Add(order, price));
        return fills;
    }

    /// <summary>Removes a resting order from the book. Returns null if the order does not rest in the book.</summary>
    public Order? Cancel(long id)
    {
        if (!_resting.Remove(id, out var node))
            return null;
        var order = node.Value;
        Half(order.Side).Remove(node, order.Price!.Value);
        return order;
    }

    /// <summary>Returns the orders of some owners that rest, oldest first.</summary>
    public IEnumerable<Order> RestingOf(params IReadOnlyCollection<string?> owners) =>
        _resting.Values.Select(static node => node.Value).Where(order => order.Owner is not null && owners.Contains(order.Owner)).OrderBy(static order => order.Id);

    public Order? Resting(long id) => _resting.GetValueOrDefault(id)?.Value;

    /// <summary>Returns the quantity that an incoming order must execute before it reaches this resting order.</summary>
    public decimal QuantityAhead(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (Resting(order.Id) != order)
            throw new ArgumentException($"Order {order.Id} does not rest.", nameof(order));
        return Half(order.Side).BestFirst().SelectMany(static level => level.Queue).TakeWhile(o => o != order).Sum(static o => o.Remaining);
    }

    public int LevelCount(OrderSide side) => Half(side).Count;

    /// <summary>Returns the best levels of a side, best first.</summary>
    public BookLevel[] Levels(OrderSide side, int depth) =>
        [.. Half(side).BestFirst().Take(depth).Select(static level => new BookLevel(level.Price, level.Quantity))];

    public static OrderSide Opposite(OrderSide side) => side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy;

    private static bool Accepts(Order order, decimal price) =>
        order.Price is not { } limit || (order.Side == OrderSide.Buy ? price <= limit : price >= limit);

    private BookHalf Half(OrderSide side) => side == OrderSide.Buy ? _bids : _asks;
}
