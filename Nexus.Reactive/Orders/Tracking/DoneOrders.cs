namespace Nexus.Reactive;

/// <summary>The queue of done orders to forget.</summary>
internal sealed class DoneOrders(TimeSpan retention, int capacity)
{
    private readonly FixedDelayQueue<DoneOrder> _waiting = new(retention);
    private int _count;
    private int _turns;

    /// <summary>The time at which the next order is due; <see cref="long.MaxValue"/> if there is none.</summary>
    public long NextDue => _waiting.NextDue;

    /// <summary>No order is due before this time.</summary>
    public long FirstDue => _waiting.FirstDue;

    /// <summary>Whether there are more orders than the limit.</summary>
    public bool IsFull => _count > capacity;

    public void Add(OrderState order, long now)
    {
        order.DoneTurn = ++_turns;
        _waiting.Add(new DoneOrder(order, order.DoneTurn), now);
        _count++;
    }

    /// <summary>Removes an order, for example because it is open again.</summary>
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

    public void Transfer(StateArchive archive, SharedTracking shared)
    {
        archive.Value("count", ref _count);
        archive.Value("turns", ref _turns);
        _waiting.Transfer(archive, "waiting", done =>
        {
            var order = archive.Reference("order", done.Order, known => OrderState.Transfer(archive, known, shared));
            var turn = done.Turn;
            archive.Value("turn", ref turn);
            return new DoneOrder(order!, turn);
        });
    }
}
