namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Estimates the queue position of the client's own orders as <see cref="EstimateQueue(NexusFeed, IObservable{OrderEvent}, bool)"/> does, with a tracker of its own.</summary>
    /// <param name="feed">The feed.</param>
    /// <returns>The estimates.</returns>
    public static IObservable<QueueEstimate> EstimateQueue(this NexusFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return feed.EstimateQueue(feed.TrackOrders());
    }

    /// <summary>
    /// Estimates, for each of the client's own orders that waits in the book, the quantity that is executed before it: an upper and a lower bound, from books
    /// and trades.
    /// </summary>
    /// <param name="feed">The feed.</param>
    /// <param name="orders">The orders' events on the same feed.</param>
    /// <param name="booksContainOwn">
    /// Whether books contain the client's own orders, as those of the exchange do. Set it to false for paper orders on a recorded market.
    /// </param>
    /// <returns>The estimates. For one order, filter them by <see cref="QueueEstimate.OrderId"/>.</returns>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Input</term><description>Effect</description></listheader>
    /// <item><term>order</term><description>The position is unknown until the first book that is later than the order and contains it.</description></item>
    /// <item><term>that book</term><description>Upper bound: all others at the price. Lower bound: the quantity of the latest book before the order that has not been traded since.</description></item>
    /// <item><term>order that was open before it was first reported</term><description>The lower bound is 0.</description></item>
    /// <item><term>trade at the price, of the other side</term><description>Both bounds fall by its quantity. A trade at a worse price sets both to 0.</description></item>
    /// <item><term>trade that is not later than the latest book</term><description>Only the lower bound falls, because the book may contain the trade.</description></item>
    /// <item><term>a fill of the order</term><description>Both bounds are 0: the order is at the front.</description></item>
    /// <item><term>book</term><description>What left the level without a trade was ahead for the lower bound and behind for the upper one. Neither exceeds the others at the price.</description></item>
    /// <item><term>book that ends before the price</term><description>The lower bound is 0; the upper bound remains.</description></item>
    /// <item><term>a new price, or a greater quantity</term><description>The order joins the end of a queue again.</description></item>
    /// <item><term>gap</term><description>Unknown until the next book of the symbol. The upper bound then continues, because a gap can only hide progress; the lower one is 0.</description></item>
    /// <item><term>order done or forgotten</term><description>No further estimates.</description></item>
    /// </list>
    /// A book shows only the difference of what joined and left. If as much joined as left between two books, the lower bound does not see it.
    /// <code>
    /// feed           -b-n-c--t--d--x--e-|
    /// EstimateQueue  ---?-p--q--r--?--s-|
    /// n = an order; others at its price: b = 5, c = 5, d = 3, e = 2; t = a trade of 1; x = a gap
    /// ? = unknown, p = 5 to 5, q = 4 to 4, r = 3 to 3, s = 0 to 2
    /// </code>
    /// <para>OnNext: when a bound or the others change, in the turn of the input. OnError: that of either input. OnCompleted: the feed's. Dispose: ends both
    /// subscriptions.</para>
    /// <para>Temperature: hot, the same as the feed. Scheduler: the feed's clock gives the time of an estimate. Concurrency: one input at a time. Memory: the
    /// open orders with a price, and for each symbol a book and up to 1,024 trades since.</para>
    /// <para>Quantities are in the base asset and exact. Orders without a price, or of types that do not wait, have no estimates. Own orders at the same price
    /// count as others.</para>
    /// </remarks>
    public static IObservable<QueueEstimate> EstimateQueue(this NexusFeed feed, IObservable<OrderEvent> orders, bool booksContainOwn = true)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(orders);
        return SafeObservable.Create<QueueEstimate>((observer, resources) =>
        {
            var estimation = new QueueEstimation(observer, feed, booksContainOwn);
            resources.Add(orders.Subscribe(estimation.Orders));
            resources.Add(feed.Subscribe(estimation));
        });
    }

    private sealed class QueueEstimation : IObserver<NexusMessage>
    {
        private readonly Lock _gate = new();
        private readonly PerSymbol<QueuedMarket> _markets = new();
        private readonly IObserver<QueueEstimate> _observer;
        private readonly NexusFeed _feed;
        private readonly bool _booksContainOwn;

        public QueueEstimation(IObserver<QueueEstimate> observer, NexusFeed feed, bool booksContainOwn)
        {
            (_observer, _feed, _booksContainOwn) = (observer, feed, booksContainOwn);
            Orders = new OrderObserver(this);
        }

        public IObserver<OrderEvent> Orders { get; }

        public void OnNext(NexusMessage value)
        {
            lock (_gate)
            {
                switch (value)
                {
                    case Trade trade:
                        OnTrade(_markets[trade.Symbol], trade);
                        break;
                    case Book book:
                        OnBook(_markets[book.Symbol], book);
                        break;
                    case FeedGap { Symbol: { } symbol }:
                        OnGap(_markets[symbol]);
                        break;
                    case FeedGap:
                        foreach (var (_, market) in _markets.InOrder)
                            OnGap(market);
                        break;
                }
            }
        }

        public void OnError(Exception error)
        {
            lock (_gate)
                _observer.OnError(error);
        }

        public void OnCompleted()
        {
            lock (_gate)
                _observer.OnCompleted();
        }

        private void OnOrder(OrderEvent change)
        {
            if (change.IsUntracked)
                return;
            lock (_gate)
            {
                var order = change.After;
                var market = _markets[order.Symbol];
                var index = market.Orders.FindIndex(o => o.Order.OrderId == order.OrderId);
                if (index >= 0)
                {
                    var known = market.Orders[index];
                    if (change.Kind == OrderEventKind.Forgotten || order.IsDone)
                    {
                        market.Orders.RemoveAt(index);
                        return;
                    }

                    var before = known.Bounds;
                    if (known.TryUpdate(order))
                    {
                        Publish(known, before);
                        return;
                    }

                    market.Orders.RemoveAt(index);
                }

                if (order.IsDone || change.Kind == OrderEventKind.Forgotten || order.Price is null || order.Type is OrderType.Market or OrderType.ImmediateOrCancel or OrderType.FillOrKill)
                    return;

                // An order that was open before it was first reported may be anywhere in the queue.
                var isJoining = change.Cause is OrderUpdate update && (index >= 0 || (change.Before is null && update.Status == OrderStatus.New));
                var joined = market.Join(order, isJoining);
                market.Orders.Add(joined);
                _observer.OnNext(joined.ToEstimate(_feed.Clock.Now));
            }
        }

        private void OnTrade(QueuedMarket market, Trade trade)
        {
            market.OnTrade(trade);
            for (var i = 0; i < market.Orders.Count; i++)
            {
                var order = market.Orders[i];
                var before = order.Bounds;
                order.OnTrade(trade);
                Publish(order, before);
            }
        }

        private void OnBook(QueuedMarket market, Book book)
        {
            market.OnBook(book);
            for (var i = 0; i < market.Orders.Count; i++)
            {
                var order = market.Orders[i];
                var before = order.Bounds;
                order.OnBook(QueuedMarket.Shown(book, order.Order), book.Timestamp, _feed.Clock.Now, _booksContainOwn);
                Publish(order, before);
            }
        }

        private void OnGap(QueuedMarket market)
        {
            market.OnGap();
            for (var i = 0; i < market.Orders.Count; i++)
            {
                var order = market.Orders[i];
                var before = order.Bounds;
                order.OnGap();
                Publish(order, before);
            }
        }

        private void Publish(QueuedOrder order, (decimal? Min, decimal? Max, decimal? Others) before)
        {
            if (order.Bounds != before)
                _observer.OnNext(order.ToEstimate(_feed.Clock.Now));
        }

        private sealed class OrderObserver(QueueEstimation estimation) : IObserver<OrderEvent>
        {
            public void OnNext(OrderEvent value) => estimation.OnOrder(value);

            public void OnError(Exception error) => estimation.OnError(error);

            public void OnCompleted()
            {
            }
        }
    }
}
