namespace Nexus.Reactive;

/// <summary>The bounds of one open order's position in the queue of its price.</summary>
/// <param name="order">The order, which has a price.</param>
/// <param name="atLeast">The quantity that was certainly ahead when the order was reported, 0 if unknown.</param>
internal sealed class QueuedOrder(Order order, decimal atLeast)
{
    private decimal _min = atLeast;
    private decimal? _max;
    private decimal? _others;
    private decimal _traded;
    private bool _isSeen;
    private bool _isHidden;

    public Order Order { get; private set; } = order;

    public decimal Price { get; } = order.Price!.Value;

    /// <summary>What is known at present; null is unknown.</summary>
    public (decimal? Min, decimal? Max, decimal? Others) Bounds => _max is null || _isHidden ? (null, null, null) : (_min, _max, _others);

    private bool IsBuy => Order.Side == Side.Buy;

    /// <summary>Takes the order's new state. Returns false if it joins the end of a queue again.</summary>
    public bool TryUpdate(Order next)
    {
        if (next.Price != Price || next.Quantity > Order.Quantity)
            return false;

        // An order is filled only when it is at the front.
        if (next.Filled > Order.Filled)
            (_min, _max) = (0, 0);
        Order = next;
        return true;
    }

    public void OnTrade(Trade trade)
    {
        if (trade.Side == Order.Side || (IsBuy ? trade.Price > Price : trade.Price < Price))
            return;

        // A trade at a worse price follows the execution of everything ahead.
        var executed = trade.Price == Price ? trade.Quantity : Math.Max(_min, _max ?? 0);
        _min = Math.Max(0, _min - executed);
        _max = _max is { } max ? Math.Max(0, max - executed) : null;
        _traded = SaturatingDecimal.Add(_traded, trade.Quantity);
    }

    /// <param name="shown">The quantity at the price; null if the price is beyond the last level of the book.</param>
    /// <param name="timestamp">The book's time.</param>
    /// <param name="containsOwn">Whether the quantity contains the order.</param>
    public void OnBook(decimal? shown, DateTimeOffset timestamp, bool containsOwn)
    {
        var own = containsOwn ? Order.Leaves ?? 0 : 0;
        if (shown is not { } quantity)
        {
            (_min, _others) = (0, null);
            return;
        }

        // A book from before the order does not contain it.
        if (_max is null && !_isSeen && (timestamp < Order.CreatedAt || quantity < own))
            return;
        var others = Math.Max(0, quantity - own);
        if (_isSeen)
            _min = _others is { } before ? Math.Max(0, _min - Math.Max(0, before - others - _traded)) : 0;
        _max = Math.Min(_max ?? others, others);
        _min = Math.Min(_min, _max.Value);
        (_others, _traded, _isSeen, _isHidden) = (others, 0, true, false);
    }

    /// <summary>What the gap hides can only have moved the order forward, so the upper bound remains for the first book after it.</summary>
    public void OnGap() => (_min, _others, _isHidden) = (0, null, true);

    public QueueEstimate ToEstimate(DateTimeOffset now)
    {
        var (min, max, others) = Bounds;
        return new QueueEstimate { Order = Order, Timestamp = now, MinAhead = min, MaxAhead = max, Others = others };
    }
}
