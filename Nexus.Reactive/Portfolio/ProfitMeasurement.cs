using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Nexus.Reactive;

/// <summary>A calculator between the sources of a portfolio and one observer.</summary>
/// <param name="observer">Receives the values.</param>
/// <param name="ownLedger">The ledger that this measurement feeds with the events; null if another owner does.</param>
/// <param name="calculator">Computes the values.</param>
/// <param name="feed">The feed of the marks.</param>
internal sealed class ProfitMeasurement(IObserver<PortfolioValue> observer, OrderLedger? ownLedger, PortfolioCalculator calculator, NexusFeed feed)
{
    private readonly Lock _gate = new();

    private DateTimeOffset Now => feed.Clock.Now;

    /// <summary>Returns the value before the first input.</summary>
    public PortfolioValue Start() => calculator.Start(Now);

    public void Subscribe(IObservable<OrderEvent> events, IObservable<AssetPrice>? prices, MarkPrice mark, CompositeDisposable resources)
    {
        // An end of the marks is the end of the feed, which the events report.
        resources.Add(feed.Gaps.Subscribe(gap => Emit(() => calculator.OnGap(gap, Now)), OnError));
        if (mark == MarkPrice.LastTrade)
            resources.Add(feed.Trades.Subscribe(trade => Emit(static (calculator, trade, now) => calculator.OnTrade(trade, now), trade), OnError));
        else
            resources.Add(feed.Books.Subscribe(book => Emit(static (calculator, book, now) => calculator.OnBook(book, now), book), OnError));
        if (prices is not null)
            resources.Add(prices.Subscribe(price => Emit(() => calculator.OnPrice(price, Now)), OnError));
        resources.Add(events.Subscribe(OnOrder, OnError, OnCompleted));
    }

    /// <summary>Reads the state of the calculator while no input is applied.</summary>
    public T Read<T>(Func<PortfolioCalculator, T> read)
    {
        lock (_gate)
            return read(calculator);
    }

    /// <summary>Completes the observer after the input that is being applied.</summary>
    public void OnCompleted()
    {
        lock (_gate)
            observer.OnCompleted();
    }

    private void OnOrder(OrderEvent change) => Emit(() =>
    {
        ownLedger?.Accept(change);
        return calculator.OnOrder(change, Now);
    });

    private void Emit<TMark>(Func<PortfolioCalculator, TMark, DateTimeOffset, PortfolioValue?> compute, TMark mark)
    {
        lock (_gate)
        {
            PortfolioValue? value;
            try
            {
                value = compute(calculator, mark, Now);
            }
            catch (Exception error)
            {
                observer.OnError(error);
                return;
            }

            if (value is not null)
                observer.OnNext(value);
        }
    }

    private void Emit(Func<PortfolioValue[]> compute)
    {
        lock (_gate)
        {
            PortfolioValue[] values;
            try
            {
                values = compute();
            }
            catch (Exception error)
            {
                observer.OnError(error);
                return;
            }

            foreach (var value in values)
                observer.OnNext(value);
        }
    }

    private void OnError(Exception error)
    {
        lock (_gate)
            observer.OnError(error);
    }
}
