namespace Nexus.Reactive;

/// <summary>The latest book of a symbol, the trades since, and the open orders.</summary>
internal sealed class QueuedMarket
{
    // More trades between two books than this are not remembered; a lower bound is then 0.
    private const int MaxTrades = 1024;

    private readonly List<Trade> _trades = [];
    private Book? _book;

    public List<QueuedOrder> Orders { get; } = [];

    public void OnBook(Book book)
    {
        _book = book;

        // The book contains what was executed before it. A trade may arrive before a book that is older than the trade.
        _trades.RemoveAll(trade => trade.Timestamp < book.Timestamp);
    }

    public void OnTrade(Trade trade)
    {
        if (_trades.Count < MaxTrades)
            _trades.Add(trade);
        else
            OnGap();
    }

    public void OnGap()
    {
        _book = null;
        _trades.Clear();
    }

    /// <summary>Adds an order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="isJoining">
    /// Whether the order joins the end of the queue now. Then the quantity that was there before is ahead, without what has been executed since. A book that may
    /// be later than the order is not used.
    /// </param>
    public QueuedOrder Join(Order order, bool isJoining)
    {
        var known = new QueuedOrder(order, isJoining && _book?.Timestamp < order.UpdatedAt ? Shown(_book, order) ?? 0 : 0);
        foreach (var trade in _trades)
            known.OnTrade(trade);
        return known;
    }

    /// <summary>Returns the quantity at an order's price; null if the price is beyond the last level of the book.</summary>
    public static decimal? Shown(Book? book, Order order)
    {
        if (book is null)
            return null;
        var (isBuy, price) = (order.Side == Side.Buy, order.Price!.Value);
        foreach (var level in isBuy ? book.Bids : book.Asks)
        {
            if (level.Price == price)
                return level.Quantity;
            if (isBuy ? level.Price < price : level.Price > price)
                return 0;
        }

        return null;
    }
}
