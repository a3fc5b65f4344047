using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive;

namespace Strategy.Gateways;

/// <summary>
/// A recorded market with paper orders. Orders are filled at the best bid or ask, up to the quantity of that level, and the quantity of each book is used once.
/// There is no queue, no latency and no market impact, so the results are better than on a real exchange.
/// </summary>
public sealed class PaperExchange : IOrderGateway, IDisposable
{
    private readonly Subject<NexusMessage> _own = new();
    private readonly List<PaperOrder> _resting = [];
    private Level? _ask;
    private Level? _bid;
    private long _orders;
    private long _transactions;

    /// <param name="market">The market's messages. Recorded orders are omitted.</param>
    public PaperExchange(IObservable<NexusMessage> market)
    {
        Feed = new NexusFeed(Observable.Create<NexusMessage>(observer => StableCompositeDisposable.Create(
            _own.Subscribe(observer),
            market.Where(static message => message is not (OrderUpdate or Transaction)).Subscribe(observer))));

        // Subscribe first, so that an order that is placed because of a book is executed against that book.
        Feed.Books.Subscribe(Match, static _ => { });
    }

    /// <summary>The market's messages and the events of the paper orders.</summary>
    public NexusFeed Feed { get; }

    /// <summary>Executes the signal immediately; the feed delivers the result after the current message.</summary>
    public Task SendAsync(Signal signal, CancellationToken cancellationToken)
    {
        switch (signal)
        {
            case OrderSignal wanted:
                Place(new PaperOrder(++_orders, wanted));
                break;
            case Cancel cancel when _resting.Find(order => order.Id == cancel.OrderId) is { } resting:
                End(resting, OrderStatus.Cancelled, "CANCELLED");
                break;
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _own.Dispose();

    private void Match(Book book)
    {
        (_ask, _bid) = (book.BestAsk, book.BestBid);
        foreach (var order in _resting.ToArray())
            Fill(order);
    }

    private void Place(PaperOrder order)
    {
        _resting.Add(order);
        Tell(order, OrderStatus.New, "NEW", default);
        Fill(order);
        if (order is { Price: null, Left: > 0 })
            End(order, OrderStatus.Cancelled, "CANCELLED");
    }

    private void Fill(PaperOrder order)
    {
        ref var touch = ref order.Side == Side.Buy ? ref _ask : ref _bid;
        if (touch is not { Quantity: > 0 } best || !order.Accepts(best.Price))
            return;
        var fill = best with { Quantity = Math.Min(best.Quantity, order.Left) };
        touch = best with { Quantity = best.Quantity - fill.Quantity };
        order.Left -= fill.Quantity;
        if (order.Left > 0)
            Tell(order, OrderStatus.PartiallyFilled, "PARTIAL_FILLED", fill);
        else
            End(order, OrderStatus.Filled, "FILLED", fill);
        _own.OnNext(new Transaction
        {
            Timestamp = Feed.Clock.Now,
            Id = ++_transactions,
            Symbol = order.Symbol,
            OrderId = order.Id,
            ExecutedPrice = fill.Price,
            ExecutedQuantity = fill.Quantity,
            Side = order.Side,
        });
    }

    private void End(PaperOrder order, OrderStatus status, string text, Level fill = default)
    {
        _resting.Remove(order);
        Tell(order, status, text, fill);
    }

    private void Tell(PaperOrder order, OrderStatus status, string text, Level fill) => _own.OnNext(new OrderUpdate
    {
        Timestamp = Feed.Clock.Now,
        Symbol = order.Symbol,
        OrderId = order.Id,
        OrderType = order.Price is null ? OrderType.Market : OrderType.Limit,
        OrderTypeText = order.Price is null ? "MARKET" : "LIMIT",
        Side = order.Side,
        Status = status,
        StatusText = text,
        OrderPrice = order.Price,
        OrderQuantity = order.Quantity,
        ExecutedPrice = fill == default ? null : fill.Price,
        ExecutedQuantity = fill.Quantity,
    });

    private sealed class PaperOrder(long id, OrderSignal wanted)
    {
        public long Id { get; } = id;

        public Symbol Symbol { get; } = wanted.Symbol;

        public Side Side { get; } = wanted.Side;

        public decimal? Price { get; } = wanted.Price;

        public decimal Quantity { get; } = wanted.Quantity;

        public decimal Left { get; set; } = wanted.Quantity;

        public bool Accepts(decimal price) => Price is not { } limit || (Side == Side.Buy ? price <= limit : price >= limit);
    }
}
