namespace Nexus.Reactive.Backtesting.Matching;

/// <summary>The orders of one symbol, matched with its recorded books and trades. It is used in the feed's turns only.</summary>
internal sealed class PaperMarket(PaperExchangeOptions options, IPaperReports reports)
{
    private readonly RestingOrders _buys = new(Side.Buy);
    private readonly RestingOrders _sells = new(Side.Sell);
    private readonly ShownLevels _bids = new(BookSide.Bid);
    private readonly ShownLevels _asks = new(BookSide.Ask);
    private Book? _book;

    /// <summary>The orders that wait in the book.</summary>
    public IEnumerable<PaperOrder> Open => _buys.Concat(_sells);

    private bool FillsWholeOrders => options.FillRule == PaperFillRule.WholeOrder;

    public void Place(PaperOrder order)
    {
        var other = Other(order.Side);
        if (FillsWholeOrders)
            other.Restore();
        if (order.Request.Type == OrderType.PostOnly && other.Available(order) > 0)
        {
            reports.Report(order, OrderStatus.Rejected);
            return;
        }

        reports.Report(order, OrderStatus.New);
        if (order.Request.Type == OrderType.FillOrKill && other.Available(order) < order.Leaves)
        {
            reports.Report(order, OrderStatus.Cancelled);
            return;
        }

        var isTaker = false;
        while (order.Leaves > 0 && other.Take(order) is { } fill)
        {
            isTaker = true;
            Fill(order, fill, isMaker: false);
        }

        if (order.Leaves == 0)
            return;
        if (order.Request.Type is not (OrderType.Limit or OrderType.PostOnly))
            reports.Report(order, OrderStatus.Cancelled);
        else if (isTaker && FillsWholeOrders)
            Fill(order, new Level(order.Request.Price!.Value, order.Leaves), isMaker: false);
        else
            Rest(order);
    }

    public bool Cancel(long id)
    {
        if ((_buys.Remove(id) ?? _sells.Remove(id)) is not { } order)
            return false;
        reports.Report(order, OrderStatus.Cancelled);
        return true;
    }

    /// <summary>Forgets the book: what it showed may be gone. Nothing is taken until the next book.</summary>
    public void OnGap() => Show(null);

    public void OnBook(Book book)
    {
        var previous = _book;
        Show(book);
        Move(_buys, previous, book);
        Move(_sells, previous, book);
        Cross(_buys, _asks);
        Cross(_sells, _bids);
    }

    public void OnTrade(Trade trade)
    {
        // A trade executes the orders of the side that waited.
        var orders = trade.Side == Side.Sell ? _buys : _sells;
        var left = trade.Quantity;
        var isFilled = false;
        for (var i = 0; i < orders.Count && !orders.IsBetter(trade.Price, orders[i].Request.Price!.Value); i++)
        {
            var order = orders[i];
            var quantity = order.Request.Price == trade.Price ? Reach(order, left) : Pass(order, left);
            if (quantity <= 0)
                continue;
            if (!FillsWholeOrders)
                left -= quantity;
            Fill(order, new Level(order.Request.Price!.Value, quantity), isMaker: true);
            isFilled |= order.Leaves == 0;
        }

        if (isFilled)
            orders.RemoveFilled();
    }

    /// <summary>Returns what a trade at the order's price executes of the order.</summary>
    private decimal Reach(PaperOrder order, decimal traded)
    {
        if (order.Position is not { } position)
            return 0;
        position.OnTrade(traded);

        // A model may move an order beyond the front when orders leave, and the excess then contains more than the trade.
        var excess = position.TakeExcess(options.QuantityStep, order.Leaves);
        return Math.Min(FillsWholeOrders ? excess : Math.Min(excess, traded), order.Leaves);
    }

    /// <summary>Returns what a trade at a worse price for the other side executes of the order.</summary>
    private decimal Pass(PaperOrder order, decimal traded)
    {
        if (FillsWholeOrders)
            return order.Leaves;

        // What was ahead of the order is gone.
        if (order.Position is null)
            order.Position = options.Queue.Join(0);
        else
            order.Position.Limit(0);
        return Math.Min(traded, order.Leaves);
    }

    private void Rest(PaperOrder order)
    {
        if (Shown(_book, order) is { } shown)
            order.Position = options.Queue.Join(shown);
        (order.Side == Side.Buy ? _buys : _sells).Add(order);
    }

    private void Move(RestingOrders orders, Book? previous, Book book)
    {
        for (var i = 0; i < orders.Count; i++)
        {
            var order = orders[i];
            if (Shown(book, order) is not { } after)
                continue;
            if (order.Position is not { } position)
                order.Position = options.Queue.Join(after);
            else if (Shown(previous, order) is not { } before)
                position.Limit(after);
            else if (before != after)
                position.OnDepth(before, after);
        }
    }

    /// <summary>Fills the orders whose prices the book has passed.</summary>
    private void Cross(RestingOrders orders, ShownLevels other)
    {
        var isFilled = false;
        for (var i = 0; i < orders.Count; i++)
        {
            var order = orders[i];
            var price = order.Request.Price!.Value;
            var quantity = 0m;
            if (FillsWholeOrders)
                other.Restore();
            while (order.Leaves > quantity && other.Take(order, quantity) is { } taken)
                quantity += taken.Quantity;
            if (quantity == 0)
                break;
            order.Position?.Limit(0);
            Fill(order, new Level(price, FillsWholeOrders ? order.Leaves : quantity), isMaker: true);
            isFilled |= order.Leaves == 0;
        }

        if (isFilled)
            orders.RemoveFilled();
    }

    private void Fill(PaperOrder order, Level fill, bool isMaker)
    {
        order.Fill(fill);
        reports.ReportFill(order, fill, isMaker);
    }

    private decimal? Shown(Book? book, PaperOrder order) =>
        ShownLevels.QuantityAt(book, order.Side == Side.Buy ? BookSide.Bid : BookSide.Ask, order.Request.Price!.Value) ?? (FillsWholeOrders ? 0 : null);

    private ShownLevels Other(Side side) => side == Side.Buy ? _asks : _bids;

    private void Show(Book? book)
    {
        _book = book;
        _bids.Show(book);
        _asks.Show(book);
    }
}
