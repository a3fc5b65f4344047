namespace Nexus.Reactive;

/// <summary>The bounds of one open order's position in the queue of its price.</summary>
/// <param name="order">The order, which has a price.</param>
/// <param name="atLeast">The quantity that was certainly ahead when the order was reported, 0 if unknown.</param>
internal sealed class QueuedOrder(Order order, decimal atLeast)
{
    // More trades between two books than this are not remembered; then they seem to have left the level, and the lower bound falls.
    private const int MaxTrades = 1024;

    private readonly DateTimeOffset _joinedAt = order.UpdatedAt;

    // The trades that the latest book may not contain.
    private readonly List<(DateTimeOffset At, decimal Quantity)> _traded = [];
    private decimal _min = atLeast;
    private decimal? _max;
    private decimal? _others;
    private DateTimeOffset _bookTime;
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

        // A book that already contained the smaller order seemed to contain fewer others.
        else if (next.Quantity < Order.Quantity && next.UpdatedAt <= _bookTime && _max is { } max)
            _max = SaturatingDecimal.Add(max, (Order.Quantity - next.Quantity).Value);
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

        // A trade that is not later than the latest book may be contained in it, and must not count twice.
        if (trade.Timestamp <= _bookTime)
            return;
        _max = _max is { } max ? Math.Max(0, max - executed) : null;
        if (_traded.Count < MaxTrades)
            _traded.Add((trade.Timestamp, trade.Quantity));
    }

    /// <param name="shown">The quantity at the price; null if the price is beyond the last level of the book.</param>
    /// <param name="timestamp">The book's time.</param>
    /// <param name="now">The clock's time, which no plausible timestamp exceeds.</param>
    /// <param name="containsOwn">Whether the quantity contains the order.</param>
    public void OnBook(decimal? shown, DateTimeOffset timestamp, DateTimeOffset now, bool containsOwn)
    {
        var own = containsOwn ? Order.Leaves ?? 0 : 0;
        var at = timestamp < now ? timestamp : now;

        // A book that may be from before the order does not contain it.
        if (at <= _joinedAt || (!_isSeen && shown < own))
            return;
        var traded = TakeTraded(at);
        if (at > _bookTime || now < _bookTime)
            _bookTime = at;
        if (shown is not { } quantity)
        {
            (_min, _others) = (0, null);
            return;
        }

        var others = Math.Max(0, quantity - own);
        if (_isSeen)
            _min = _others is { } before ? Math.Max(0, _min - Math.Max(0, before - others - traded)) : 0;
        _max = Math.Min(_max ?? others, others);
        _min = Math.Min(_min, _max.Value);
        (_others, _isSeen, _isHidden) = (others, true, false);
    }

    /// <summary>What the gap hides can only have moved the order forward, so the upper bound remains for the first book after it.</summary>
    public void OnGap() => (_min, _others, _isHidden) = (0, null, true);

    public QueueEstimate ToEstimate(DateTimeOffset now)
    {
        var (min, max, others) = Bounds;
        return new QueueEstimate { Order = Order, Timestamp = now, MinAhead = min, MaxAhead = max, Others = others };
    }

    // Returns the quantity of the trades that a book certainly contains, and keeps those that it does not contain.
    private decimal TakeTraded(DateTimeOffset at)
    {
        var traded = 0m;
        foreach (var (time, quantity) in _traded)
        {
            if (time < at)
                traded = SaturatingDecimal.Add(traded, quantity);
        }

        _traded.RemoveAll(trade => trade.At <= at);
        return traded;
    }
}
