using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive.Backtesting.Matching;

namespace Nexus.Reactive.Backtesting;

/// <summary>
/// An exchange that executes orders against a recorded or live market, without sending them. Its <see cref="Feed"/> delivers the market's messages and the
/// events of the paper orders as the exchange sends them, so a strategy on that feed runs unchanged.
/// </summary>
/// <remarks>
/// <para>
/// Orders take liquidity from the latest book, and wait in the queue of their price level; trades at their price and books that pass their price fill them, as
/// <see cref="PaperExchangeOptions"/> says. The market does not react to paper orders: it shows a quantity that they took again in its next book, and
/// paper orders never execute against each other. From a gap to the next book of the symbol, nothing is taken: the rest of an order that does not wait is
/// canceled. Orders in the book remain, and trades fill them. <see cref="RequestOrdersAsync"/> states the open orders after a gap.
/// </para>
/// <para>
/// Everything happens on the market's clock: a run on a recording gives the same events every time, at any speed. A request arrives after the order
/// latency, before the market messages of the same instant; without latency it arrives after the current message. The events of a market message follow it.
/// Events bear the time at which they happened, and arrive after the response latency. Events that are still under way when the market ends are dropped.
/// </para>
/// <para>
/// The tasks of the requests complete in the market's turns. If the market ends first, they fail with an <see cref="OrderGatewayException"/> after the feed has
/// completed; <see cref="OrderGatewayException.MayBeExecuted"/> is true if the request had arrived. The same applies when the exchange is disposed. Any thread
/// may place orders; requests of one thread arrive in their order. Memory: the open orders and the latest book of each symbol, and the requests under way.
/// </para>
/// </remarks>
public sealed class PaperExchange : IOrderGateway, IOrderSnapshotSource, IDisposable
{
    // The product of two of them is a decimal.
    private const decimal MaxAmount = 1e14m;

    private readonly Dictionary<Symbol, PaperMarket> _markets = [];
    private readonly PaperExchangeOptions _options;
    private readonly PaperReports _reports;
    private readonly PaperRequests _requests;
    private readonly Random _rejections;
    private IObserver<NexusMessage> _observer = Observer.Create<NexusMessage>(static _ => { });
    private Symbol _latestSymbol;
    private PaperMarket? _latestMarket;
    private MarketCounts _counts;
    private long _orders;
    private bool _hasEnded;

    /// <summary>Creates a paper exchange on a market.</summary>
    /// <param name="market">The feed of the market, such as a recording. Its own order events are omitted.</param>
    /// <param name="options">Latency, queue model, fees and rules. If null, the defaults are used.</param>
    /// <exception cref="ArgumentException">The fees are paid in a third asset that has no name.</exception>
    public PaperExchange(NexusFeed market, PaperExchangeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(market);
        _options = options ?? new PaperExchangeOptions();
        _options.Check(nameof(options));
        _requests = new PaperRequests(
            new DelayLine(market.Clock, _options.OrderLatency, new Random(_options.Seed)),
            new DelayLine(market.Clock, _options.ResponseLatency, new Random(_options.Seed ^ 0x5A5A5A5A)));
        _rejections = new Random(_options.Seed ^ 0x33CC33CC);
        _reports = new PaperReports(_options.Fees, market.Clock, Respond);
        var feed = _options.Feed ?? new NexusFeedOptions();
        Feed = new NexusFeed(
            Observable.Create<NexusMessage>(observer =>
            {
                _observer = observer;
                return StableCompositeDisposable.Create(market.Subscribe(OnMarket, OnError, OnCompleted), market.Connect());
            }),
            feed with { RequestScheduler = feed.RequestScheduler ?? ImmediateScheduler.Instance });
    }

    /// <summary>
    /// The market's messages and the events of the paper orders. Connect it after subscribing: this connects the market, and disposing the connection disconnects
    /// it.
    /// </summary>
    public NexusFeed Feed { get; }

    /// <inheritdoc/>
    /// <exception cref="OrderGatewayException">The exchange does not know the order's type, a limit price is missing, or the price or the quantity is above 10¹⁴.</exception>
    public Task<long> PlaceAsync(OrderRequest order, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order.Type switch
        {
            _ when order.Quantity > MaxAmount || order.Price > MaxAmount => Task.FromException<long>(new OrderGatewayException($"The order is too large: {order}.")),
            OrderType.Market or OrderType.ImmediateOrCancel or OrderType.FillOrKill => _requests.SendAsync(() => Place(order), cancellationToken),
            OrderType.Limit or OrderType.PostOnly when order.Price is not null => _requests.SendAsync(() => Place(order), cancellationToken),
            OrderType.Limit or OrderType.PostOnly => Task.FromException<long>(new OrderGatewayException($"The order has no price: {order}.")),
            _ => Task.FromException<long>(new OrderGatewayException($"The paper exchange does not support the type: {order}.")),
        };
    }

    /// <inheritdoc/>
    public Task<bool> CancelAsync(Symbol symbol, long orderId, CancellationToken cancellationToken = default) =>
        _requests.SendAsync(() => _markets.TryGetValue(symbol, out var market) && market.Cancel(orderId), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// The answer lists the symbol's open orders as they were when the request arrived, and arrives after the response latency, like the answer to an order.
    /// Done orders are not listed, because a gap of the market hides none of their events. Its timestamp is before every event that it does not include.
    /// </remarks>
    public Task<OrderSnapshot> RequestOrdersAsync(SnapshotRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _requests.SendAsync(() => _reports.CreateSnapshot(request.Symbol, _markets.GetValueOrDefault(request.Symbol)?.Open ?? []), cancellationToken);
    }

    /// <summary>Ends the exchange. Requests that wait fail, and no event follows.</summary>
    public void Dispose() => _requests.Dispose();

    /// <summary>The number of requests that had not been answered when the market ended.</summary>
    internal int Unanswered { get; private set; }

    /// <summary>What the market has sent. May be read only inside a turn, or after the end.</summary>
    internal MarketCounts Counts => _counts;

    /// <summary>Whether the market has ended and the feed's subscribers have received its end.</summary>
    internal bool HasEnded => Volatile.Read(ref _hasEnded);

    private void OnMarket(NexusMessage message)
    {
        _counts.Add(message);
        if (message is OrderUpdate or Transaction)
            return;

        // Requests that the message causes arrive at the end of the market's turn, when the message has had its effect.
        _observer.OnNext(message);
        switch (message)
        {
            case Trade trade:
                Market(trade.Symbol).OnTrade(trade);
                break;
            case Book book:
                Market(book.Symbol).OnBook(book);
                break;
            case FeedGap { Symbol: { } symbol }:
                Market(symbol).OnGap();
                break;
            case FeedGap:
                foreach (var market in _markets.Values)
                    market.OnGap();
                break;
        }
    }

    private void OnError(Exception error)
    {
        Unanswered = _requests.Waiting;
        _observer.OnError(error);
        End($"The market failed: {error.Message}", error);
    }

    private void OnCompleted()
    {
        Unanswered = _requests.Waiting;
        _observer.OnCompleted();
        End("The market ended before the exchange answered.");
    }

    // After the end of the feed, so that a stream which ends with the feed completes instead of failing.
    private void End(string reason, Exception? cause = null)
    {
        Volatile.Write(ref _hasEnded, true);
        _requests.End(reason, cause);
    }

    // Most messages have the symbol of the previous one.
    private PaperMarket Market(Symbol symbol)
    {
        if (_latestMarket is not null && _latestSymbol == symbol)
            return _latestMarket;
        if (!_markets.TryGetValue(symbol, out var market))
            _markets.Add(symbol, market = new PaperMarket(_options, _reports));
        (_latestSymbol, _latestMarket) = (symbol, market);
        return market;
    }

    private long Place(OrderRequest request)
    {
        var order = new PaperOrder(++_orders, request);
        if (IsAccepted(request))
            Market(request.Symbol).Place(order);
        else
            _reports.Report(order, OrderStatus.Rejected);
        return order.Id;
    }

    private bool IsAccepted(OrderRequest request) =>
        (_options.RejectionRate == 0 || _rejections.NextDouble() >= _options.RejectionRate)
        && request.Quantity % _options.QuantityStep == 0
        && request.Price.GetValueOrDefault() % _options.PriceStep == 0
        && (request.Price is not { } price || price * request.Quantity >= _options.MinNotional);

    private void Respond(NexusMessage message) => _requests.Respond(() => _observer.OnNext(message));
}
