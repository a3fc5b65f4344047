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
        _trades.Clear();
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

    /// <summary>Returns the quantity that was there before an order joined, without what has been executed since.</summary>
    public QueuedOrder Join(Order order)
    {
        var known = new QueuedOrder(order, Shown(_book, order) ?? 0);
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
