using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive;

/// <summary>
/// The client's own positions with their profit, equity, drawdown and exposure, which can be queried at any time. The constructor subscribes the portfolio.
/// </summary>
/// <remarks>
/// Values are computed as by <see cref="NexusObservable.MeasureProfit(IObservable{OrderEvent}, NexusFeed, PortfolioOptions?)"/>. Every member may be used from
/// any thread. Memory: as for that operator.
/// </remarks>
public sealed class Portfolio : IDisposable
{
    private readonly LatestValue _latest;
    private readonly ProfitMeasurement _measurement;
    private readonly CompositeDisposable _subscriptions = [];

    /// <summary>Measures the fills of a tracker.</summary>
    /// <param name="events">The events of <see cref="NexusObservable.TrackOrders(NexusFeed, OrderTrackingOptions?)"/>. Construct the portfolio before the feed is connected.</param>
    /// <param name="feed">The feed whose books or trades give the marks, and whose gaps make them stale.</param>
    /// <param name="options">The mark, the cost basis, opening positions and conversions. If null, the defaults are used.</param>
    /// <param name="prices">The prices of other assets, such as those of fees.</param>
    public Portfolio(IObservable<OrderEvent> events, NexusFeed feed, PortfolioOptions? options = null, IObservable<AssetPrice>? prices = null)
        : this(new OrderLedger((options ??= new PortfolioOptions()).CostBasis, options.OpeningPositions), events, ownsLedger: true, feed, options, prices)
    {
    }

    /// <summary>Measures the positions of a ledger, which may be older than the portfolio.</summary>
    /// <param name="ledger">The ledger. Its cost basis and opening positions apply.</param>
    /// <param name="feed">The feed whose books or trades give the marks, and whose gaps make them stale.</param>
    /// <param name="options">The mark and conversions. If null, the defaults are used.</param>
    /// <param name="prices">The prices of other assets, such as those of fees.</param>
    /// <exception cref="ArgumentException">The options contain opening positions.</exception>
    public Portfolio(OrderLedger ledger, NexusFeed feed, PortfolioOptions? options = null, IObservable<AssetPrice>? prices = null)
        : this(ledger, ledger?.Changes!, ownsLedger: false, feed, options ?? new PortfolioOptions(), prices)
    {
    }

    private Portfolio(OrderLedger ledger, IObservable<OrderEvent> events, bool ownsLedger, NexusFeed feed, PortfolioOptions options, IObservable<AssetPrice>? prices)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(feed);
        if (!ownsLedger && !options.OpeningPositions.IsEmpty)
            throw new ArgumentException("Pass the opening positions to the ledger.", nameof(options));

        _latest = new LatestValue(new PortfolioValue { Timestamp = feed.Clock.Now });
        _measurement = new ProfitMeasurement(_latest, ownsLedger ? ledger : null, new PortfolioCalculator(ledger, options), feed);
        _latest.OnNext(_measurement.Start());
        _measurement.Subscribe(events, prices, options.Mark, _subscriptions);
        Changes = _latest.Values.AsObservable();
    }

    /// <summary>The latest value.</summary>
    public PortfolioValue Value => _latest.Value;

    /// <summary>The positions and profits of the symbols that have had a fill or an opening position.</summary>
    public IReadOnlyDictionary<Symbol, SymbolProfit> Symbols => _measurement.Read(static calculator => calculator.Profits.ToDictionary(static profit => profit.Symbol));

    /// <summary>The latest value, then each later one.</summary>
    /// <remarks>
    /// OnError, OnCompleted: those of the events; late subscribers receive only them. OnCompleted is also sent when the portfolio is disposed. A subscriber's exception reaches the feed, which then
    /// removes the portfolio: put <c>Isolate</c> before a subscriber that may throw.
    /// </remarks>
    public IObservable<PortfolioValue> Changes { get; }

    /// <summary>Returns a symbol's position and profit; null if it has had neither a fill nor an opening position.</summary>
    public SymbolProfit? Find(Symbol symbol) => _measurement.Read(calculator => calculator.Find(symbol));

    /// <summary>Ends the subscriptions and completes <see cref="Changes"/>. The state remains readable.</summary>
    public void Dispose()
    {
        _subscriptions.Dispose();
        _measurement.OnCompleted();
    }

    /// <summary>Keeps the latest value readable, also after the end.</summary>
    private sealed class LatestValue(PortfolioValue first) : IObserver<PortfolioValue>
    {
        private volatile PortfolioValue _value = first;

        public BehaviorSubject<PortfolioValue> Values { get; } = new(first);

        public PortfolioValue Value => _value;

        public void OnNext(PortfolioValue value)
        {
            _value = value;
            Values.OnNext(value);
        }

        public void OnError(Exception error) => Values.OnError(error);

        public void OnCompleted() => Values.OnCompleted();
    }
}
