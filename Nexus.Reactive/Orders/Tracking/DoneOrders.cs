namespace Nexus.Reactive;

/// <summary>The done orders in the order in which they are to be forgotten.</summary>
internal sealed class DoneOrders(TimeSpan retention, int capacity)
{
    private readonly FixedDelayQueue<DoneOrder> _waiting = new(retention);
    private int _count;
    private int _turns;

    /// <summary>When the next one is due; <see cref="long.MaxValue"/> if there is none.</summary>
    public long NextDue => _waiting.NextDue;

    /// <summary>Whether there are too many.</summary>
    public bool IsFull => _count > capacity;

    public void Add(OrderState order, long now)
    {
        order.DoneTurn = ++_turns;
        _waiting.Add(new DoneOrder(order, order.DoneTurn), now);
        _count++;
    }

    /// <summary>The order is open again.</summary>
    public void Remove(OrderState order)
    {
        order.DoneTurn = 0;
        _count--;
    }

    public OrderState Take()
    {
        var order = _waiting.Take(out _).Order;
        Remove(order);
        return order;
    }
}
