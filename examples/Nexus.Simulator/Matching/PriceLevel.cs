namespace Nexus.Simulator.Matching;

/// <summary>The orders resting at one price, oldest first.</summary>
internal sealed class PriceLevel(decimal price)
{
    public decimal Price { get; } = price;

    public LinkedList<Order> Queue { get; } = [];

    /// <summary>The sum of the orders' remaining quantities.</summary>
    public decimal Quantity { get; private set; }

    public LinkedListNode<Order> Add(Order order)
    {
        Quantity += order.Remaining;
        return Queue.AddLast(order);
    }

    public void Remove(LinkedListNode<Order> node)
    {
        Quantity -= node.Value.Remaining;
        Queue.Remove(node);
    }

    public void Execute(Order order, decimal quantity)
    {
        order.Execute(quantity, Price);
        Quantity -= quantity;
    }
}
