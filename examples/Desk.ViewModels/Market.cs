using System.Collections.Immutable;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The streams of one symbol, shared by all screens. Each stream starts with the current state for a screen that opens later.</summary>
/// <remarks>Create it before the feed is connected. Every stream remembers a stated number of items, so memory does not grow with time.</remarks>
public sealed class Market : IDisposable
{
    private const int RememberedRoundTrips = 40;
    private const int RememberedPrints = 1000;
    private const int RememberedOrderEvents = 2000;

    private readonly CompositeDisposable _connections = [];

    /// <param name="symbol">The symbol.</param>
    /// <param name="feed">The feed of the symbol; of a past that is replayed first, too.</param>
    /// <param name="status">The state of the connection.</param>
    /// <param name="roundTrips">The round trips of pings, or the age of messages.</param>
    /// <param name="trading">Where orders go; if null, nowhere.</param>
    public Market(Symbol symbol, NexusFeed feed, IObservable<ConnectionStatus> status, IObservable<TimeSpan> roundTrips, TradingAccess? trading = null)
    {
        ArgumentNullException.ThrowIfNull(feed);
        Symbol = symbol;
        Feed = feed;
        Status = status;
        Trading = trading ?? TradingAccess.None;
        RoundTrips = Remember(roundTrips, RememberedRoundTrips);
        Books = Remember(feed.Books, 1);
        IsBehindGap = Remember(feed.Books.Where(book => book.Symbol == symbol).MarkStale(feed.Gaps).Select(static book => book.IsStale).DistinctUntilChanged(), 1);
        LastTrade = Remember(feed.Trades, 1);
        Prints = Remember(Number(feed.Trades.Select(Print.From), feed), RememberedPrints);
        Sweeps = Remember(Number(feed.Sweeps(acrossPrices: true).Select(Print.From), feed), RememberedPrints);
        Average = Remember(feed.VwapSliding(AverageLength), 1);
        Session = Remember(feed.VwapSession(TimeSpan.Zero), 1);
        Day = Remember(MarketStreams.Day(feed), 1);
        Candles = Remember(MarketStreams.Candles(feed), 1);
        VolumeByPrice = Remember(MarketStreams.VolumeByPrice(feed), 1);
        HeatColumns = Remember(MarketStreams.HeatColumns(feed), HeatMapViewModel.Capacity);
        OrderEvents = Remember(feed.TrackOrders(), RememberedOrderEvents);
        Orders = new OrderLedger(OrderEvents);
        OpenOrders = OrderEvents.Select(_ => Orders);
        Fills = OrderEvents.Select(OrderMarks.Of).Where(static fill => fill is not null).Select(static fill => fill!);
        Portfolio = new Portfolio(Orders, feed);
        Profit = Remember(Portfolio.Changes, 1);
    }

    public static TimeSpan AverageLength { get; } = TimeSpan.FromMinutes(1);

    public Symbol Symbol { get; }

    public NexusFeed Feed { get; }

    /// <summary>Whether the market is a recording, whose silence is no fault.</summary>
    public bool IsReplay { get; init; }

    public IObservable<ConnectionStatus> Status { get; }

    public TradingAccess Trading { get; }

    public IObservable<TimeSpan> RoundTrips { get; }

    public IObservable<Book> Books { get; }

    /// <summary>Whether the last book is older than the last interruption of the stream.</summary>
    public IObservable<bool> IsBehindGap { get; }

    public IObservable<Trade> LastTrade { get; }

    /// <summary>The trades and gaps, in order, numbered from 1.</summary>
    public IObservable<TapeRow> Prints { get; }

    /// <summary>The trades of one order of the taker joined, and gaps, in order, numbered from 1.</summary>
    public IObservable<TapeRow> Sweeps { get; }

    /// <summary>The bar of the last minute.</summary>
    public IObservable<VwapBar> Average { get; }

    /// <summary>The bar of the current day.</summary>
    public IObservable<VwapBar> Session { get; }

    /// <summary>The bar of the last 24 hours, each minute.</summary>
    public IObservable<VwapBar> Day { get; }

    /// <summary>The candles of all time frames.</summary>
    public IObservable<CandleHistory> Candles { get; }

    /// <summary>The volume of the day at each price, each second.</summary>
    public IObservable<ImmutableSortedDictionary<decimal, decimal>> VolumeByPrice { get; }

    /// <summary>The last book of each interval of <see cref="HeatMapViewModel.ColumnLength"/>.</summary>
    public IObservable<HeatColumn> HeatColumns { get; }

    public IObservable<OrderEvent> OrderEvents { get; }

    /// <summary>The current orders and positions.</summary>
    public OrderLedger Orders { get; }

    /// <summary>The ledger after each change of an order.</summary>
    public IObservable<OrderLedger> OpenOrders { get; }

    /// <summary>The own fills, each once.</summary>
    public IObservable<FillMark> Fills { get; }

    public Portfolio Portfolio { get; }

    /// <summary>The portfolio after each change of its value.</summary>
    public IObservable<PortfolioValue> Profit { get; }

    /// <summary>Disposes of a resource together with the market.</summary>
    public void Own(IDisposable resource) => _connections.Add(resource);

    public void Dispose()
    {
        _connections.Dispose();
        Portfolio.Dispose();
        Orders.Dispose();
    }

    private static IObservable<TapeRow> Number(IObservable<Print> prints, NexusFeed feed) =>
        prints.Merge(feed.Gaps.Select(Print.From)).Select(static (print, i) => new TapeRow(i + 1, print));

    private IObservable<T> Remember<T>(IObservable<T> source, int count)
    {
        var remembered = source.Replay(count);
        _connections.Add(remembered.Connect());
        return remembered.AsObservable();
    }
}
