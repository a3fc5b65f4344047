using System.Reactive;
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
/// paper orders never execute against each other. After a gap, nothing is taken until the next book of the symbol.
/// </para>
/// <para>
/// Everything happens on the market's clock: a run on a recording gives the same events every time, at any speed. A request arrives after the order
/// latency, before the market messages of the same instant; without latency it arrives after the current message. The events of a market message follow it.
/// Events bear the time at which they happened, and arrive after the response latency. What is still under way when the market ends is dropped.
/// </para>
/// <para>
/// The tasks of <see cref="PlaceAsync"/> and <see cref="CancelAsync"/> complete in the market's turns; if the market ends first, or the exchange is disposed,
/// they are canceled. Any thread may place orders; requests of one thread arrive in their order. Memory: the open orders and the latest book of each symbol.
/// </para>
/// </remarks>
public sealed class PaperExchange : IOrderGateway, IDisposable
{
    private readonly Dictionary<Symbol, PaperMarket> _markets = [];
    private readonly PaperExchangeOptions _options;
    private readonly PaperReports _reports;
    private readonly DelayLine _requests;
    private readonly DelayLine _responses;
    private readonly Random _rejections;
    private readonly CancellationTokenSource _ended = new();
    private IObserver<NexusMessage> _observer = Observer.Create<NexusMessage>(static _ => { });
    private long _orders;

    /// <summary>Creates a paper exchange on a market.</summary>
    /// <param name="market">The feed of the market, such as a recording. Its own order events are omitted.</param>
    /// <param name="options">Latency, queue model, fees and rules. If null, the defaults are used.</param>
    public PaperExchange(NexusFeed market, PaperExchangeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(market);
        _options = options ?? new PaperExchangeOptions();
        _requests = new DelayLine(market.Clock, _options.OrderLatency, new Random(_options.Seed));
        _responses = new DelayLine(market.Clock, _options.ResponseLatency, new Random(_options.Seed ^ 0x5A5A5A5A));
        _rejections = new Random(_options.Seed ^ 0x33CC33CC);
        _reports = new PaperReports(_options.Fees, market.Clock, Respond);
        Feed = new NexusFeed(
            Observable.Create<NexusMessage>(observer =>
            {
                _observer = observer;
                return StableCompositeDisposable.Create(market.Subscribe(OnMarket, OnError, OnCompleted), market.Connect());
            }),
            _options.Feed);
    }

    /// <summary>
    /// The market's messages and the events of the paper orders. Connect it after subscribing: this connects the market, and disposing the connection disconnects
    /// it.
    /// </summary>
    public NexusFeed Feed { get; }

    /// <inheritdoc/>
    /// <exception cref="OrderGatewayException">The exchange does not know the order's type, or a limit price is missing.</exception>
    public Task<long> PlaceAsync(OrderRequest order, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order.Type switch
        {
            OrderType.Market or OrderType.ImmediateOrCancel or OrderType.FillOrKill => SendAsync(() => Place(order), cancellationToken),
            OrderType.Limit or OrderType.PostOnly when order.Price is not null => SendAsync(() => Place(order), cancellationToken),
            OrderType.Limit or OrderType.PostOnly => Task.FromException<long>(new OrderGatewayException($"The order has no price: {order}.")),
            _ => Task.FromException<long>(new OrderGatewayException($"The paper exchange does not support the type: {order}.")),
        };
    }

    /// <inheritdoc/>
    public Task<bool> CancelAsync(Symbol symbol, long orderId, CancellationToken cancellationToken = default) =>
        SendAsync(() => _markets.TryGetValue(symbol, out var market) && market.Cancel(orderId), cancellationToken);

    /// <summary>Ends the exchange. Waiting requests are canceled, and no event follows.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        _requests.Dispose();
        _responses.Dispose();
    }

    private void OnMarket(NexusMessage message)
    {
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
        _observer.OnError(error);
        _ended.Cancel();
    }

    private void OnCompleted()
    {
        _observer.OnCompleted();
        _ended.Cancel();
    }

    private PaperMarket Market(Symbol symbol)
    {
        if (!_markets.TryGetValue(symbol, out var market))
            _markets.Add(symbol, market = new PaperMarket(_options, _reports));
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

    /// <summary>Executes a request when it arrives, and returns its result when the response arrives.</summary>
    private Task<T> SendAsync<T>(Func<T> execute, CancellationToken cancellationToken)
    {
        // The continuation runs in the market's turn: on the thread pool, its place between the messages would be arbitrary.
        var answer = new TaskCompletionSource<T>();
        var waits = new CompositeDisposable(
            _ended.Token.Register(() => answer.TrySetCanceled(_ended.Token)),
            cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken)));
        try
        {
            _requests.Send(() => Execute(execute, answer, waits));
        }
        catch (Exception error)
        {
            Fail(answer, waits, error, mayBeExecuted: false);
        }

        return answer.Task;
    }

    private void Execute<T>(Func<T> execute, TaskCompletionSource<T> answer, CompositeDisposable waits)
    {
        try
        {
            var result = execute();
            Respond(() =>
            {
                waits.Dispose();
                answer.TrySetResult(result);
            });
        }
        catch (Exception error)
        {
            Fail(answer, waits, error, mayBeExecuted: true);
            throw;
        }
    }

    // A function of the options has thrown.
    private static void Fail<T>(TaskCompletionSource<T> answer, CompositeDisposable waits, Exception error, bool mayBeExecuted)
    {
        waits.Dispose();
        answer.TrySetException(new OrderGatewayException("The paper exchange failed.", error) { MayBeExecuted = mayBeExecuted });
    }

    private void Respond(Action response) => _responses.Send(response, isImmediate: true);

    private void Respond(NexusMessage message) => Respond(() => _observer.OnNext(message));
}
