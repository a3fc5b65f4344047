using System.Collections;

namespace Nexus.Reactive.Backtesting.Matching;

/// <summary>The orders of one side that wait in the book: better prices first, then older orders.</summary>
internal sealed class RestingOrders(Side side) : IEnumerable<PaperOrder>
{
    private readonly List<PaperOrder> _orders = [];

    public int Count => _orders.Count;

    public PaperOrder this[int index] => _orders[index];

    public void Add(PaperOrder order)
    {
        var index = _orders.Count;
        while (index > 0 && IsBetter(order.Request.Price!.Value, _orders[index - 1].Request.Price!.Value))
            index--;
        _orders.Insert(index, order);
    }

    public PaperOrder? Remove(long id)
    {
        var index = _orders.FindIndex(order => order.Id == id);
        if (index < 0)
            return null;
        var order = _orders[index];
        _orders.RemoveAt(index);
        return order;
    }

    public IEnumerator<PaperOrder> GetEnumerator() => _orders.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void RemoveFilled() => _orders.RemoveAll(static order => order.Leaves == 0);

    /// <summary>Whether a price is better for the other side of the market.</summary>
    public bool IsBetter(decimal price, decimal than) => side == Side.Buy ? price > than : price < than;
}
