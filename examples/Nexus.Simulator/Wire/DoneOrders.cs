using Nexus.Simulator.Flow;

namespace Nexus.Simulator.Wire;

/// <summary>The owned orders that were done last, so that a client which was disconnected meanwhile can ask what became of its orders.</summary>
internal sealed class DoneOrders
{
    private const int Capacity = 10_000;

    private readonly Queue<(long At, ListedOrder Order)> _orders = [];

    public void Add(long at, ListedOrder order)
    {
        if (_orders.Count == Capacity)
            _orders.Dequeue();
        _orders.Enqueue((at, order));
    }

    /// <summary>Returns the orders of a key and of the demo trader that were done after a time, oldest first.</summary>
    public IEnumerable<ListedOrder> Of(string key, long after) =>
        from done in _orders
        where done.At > after && (done.Order.Order.Owner is Market.DemoOwner || done.Order.Order.Owner == key)
        select done.Order;
}
