namespace Nexus.Simulator.Matching;

/// <summary>
/// One side of the book. Levels are sorted worst to best, so that the best level, which changes most often, is at the end of the list, where changes are fast.
/// </summary>
internal sealed class BookHalf(OrderSide side)
{
    private readonly SortedList<decimal, PriceLevel> _levels = new(
        side == OrderSide.Buy ? Comparer<decimal>.Default : Comparer<decimal>.Create(static (a, b) => b.CompareTo(a)));

    public int Count => _levels.Count;

    public PriceLevel? Best => _levels.Count == 0 ? null : _levels.Values[^1];

    public LinkedListNode<Order> Add(Order order, decimal price)
    {
        if (!_levels.TryGetValue(price, out var level))
            _levels.Add(price, level = new PriceLevel(price));
        return level.Add(order);
    }

    public void Remove(LinkedListNode<Order> node, decimal price)
    {
        var level = _levels[price];
        level.Remove(node);
        if (level.Queue.Count == 0)
            _levels.Remove(price);
    }

    public void RemoveBest() => _levels.RemoveAt(_levels.Count - 1);

    public IEnumerable<PriceLevel> BestFirst()
    {
        for (var i = _levels.Count - 1; i >= 0; i--)
            yield return _levels.Values[i];
    }
}
