namespace Nexus.Reactive.Tests.Simulation;

/// <summary>What is true of an order: what the exchange knows.</summary>
internal sealed class SimulatedOrder(long id, Symbol symbol, Side side, decimal price, decimal quantity)
{
    public long Id { get; } = id;

    public Symbol Symbol { get; } = symbol;

    public Side Side { get; } = side;

    public decimal Price { get; } = price;

    public decimal Quantity { get; } = quantity;

    public OrderStatus Status { get; set; } = OrderStatus.New;

    public decimal Filled { get; set; }

    public decimal Notional { get; set; }

    /// <summary>When it was done, in ticks of the world; null while it is open.</summary>
    public long? DoneAt { get; set; }

    public OrderSnapshotEntry ToEntry() => new()
    {
        OrderId = Id,
        Symbol = Symbol,
        Side = Side,
        Type = OrderType.Limit,
        Price = Price,
        Quantity = Quantity,
        Status = Status,
        Filled = Filled,
        AveragePrice = Filled == 0 ? null : Notional / Filled,
    };
}
