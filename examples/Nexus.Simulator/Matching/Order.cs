namespace Nexus.Simulator.Matching;

/// <summary>An order at the exchange. <see cref="Owner"/> is null for the anonymous crowd, whose orders are not reported.</summary>
public sealed class Order(long id, string? owner, OrderSide side, OrderKind kind, decimal? price, decimal quantity)
{
    public long Id { get; } = id;

    public string? Owner { get; } = owner;

    public OrderSide Side { get; } = side;

    public OrderKind Kind { get; } = kind;

    /// <summary>The worst acceptable price; null accepts any.</summary>
    public decimal? Price { get; } = price;

    public decimal Quantity { get; } = quantity;

    public decimal Remaining { get; private set; } = quantity;

    /// <summary>Σ price × quantity of its executions.</summary>
    public decimal Notional { get; private set; }

    public bool IsFilled => Remaining == 0;

    internal void Execute(decimal quantity, decimal price)
    {
        Remaining -= quantity;
        Notional += price * quantity;
    }
}
