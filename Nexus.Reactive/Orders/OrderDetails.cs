namespace Nexus.Reactive;

/// <summary>What rarely changes during the life of an order. The states of an order share it, because most of an input's time is spent on memory.</summary>
/// <remarks>It is written only until it is shared: by the order that owns it, or by the tracker before it creates the order.</remarks>
internal sealed class OrderDetails(object? owner = null)
{
    public static readonly OrderDetails None = new();

    public long OrderId;
    public Symbol Symbol;

    // 0 if unknown.
    public decimal Price;
    public decimal Quantity;

    // UTC ticks.
    public long CreatedAt;
    public Side Side;
    public OrderType Type;

    /// <summary>Returns these details if they belong to <paramref name="order"/>, and otherwise a copy that does.</summary>
    public OrderDetails OwnedBy(Order order) => ReferenceEquals(owner, order) ? this : Copy(order);

    /// <summary>Returns a copy that may be written until it is shared.</summary>
    public OrderDetails Copy() => Copy(null);

    public bool HasSameValues(OrderDetails other) =>
        ReferenceEquals(this, other)
        || (OrderId == other.OrderId && Symbol == other.Symbol && Price == other.Price && Quantity == other.Quantity
            && CreatedAt == other.CreatedAt && Side == other.Side && Type == other.Type);

    private OrderDetails Copy(object? newOwner) => new(newOwner)
    {
        OrderId = OrderId,
        Symbol = Symbol,
        Price = Price,
        Quantity = Quantity,
        CreatedAt = CreatedAt,
        Side = Side,
        Type = Type,
    };
}
