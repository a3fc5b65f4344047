using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The streams of one symbol, shared by all screens. Each stream starts with the current state for a screen that opens later.</summary>
public sealed class Market : IDisposable
{
    private const int RememberedRoundTrips = 40;
    private const int RememberedPrints = 200;
    private const int RememberedBars = 100;
    private const int RememberedOrderEvents = 2000;

    private readonly CompositeDisposable _connections = [];

    public Market(Symbol symbol, NexusFeed feed, IObservable<ConnectionStatus> status, IObservable<TimeSpan> roundTrips)
    {
        Symbol = symbol;
        Feed = feed;
        Status = status;
        RoundTrips = Remember(roundTrips, RememberedRoundTrips);
        Books = Remember(feed.Books, 1);
        Prints = Remember(feed.Trades.Select(Print.Of).Merge(feed.Gaps.Select(Print.Of)), RememberedPrints);
        Average = Remember(feed.VwapSliding(AverageLength), 1);
        Session = Remember(feed.VwapSession(TimeSpan.Zero), 1);
        Bars = Remember(feed.VwapTumbling(BarSize).WithLatestBySymbol(Average), RememberedBars);
        OrderEvents = Remember(feed.TrackOrders(), RememberedOrderEvents);
        Orders = new OrderLedger(OrderEvents);
    }

    public static TimeSpan BarSize { get; } = TimeSpan.FromSeconds(5);

    public static TimeSpan AverageLength { get; } = TimeSpan.FromMinutes(1);

    public Symbol Symbol { get; }

    public NexusFeed Feed { get; }

    public IObservable<ConnectionStatus> Status { get; }

    public IObservable<TimeSpan> RoundTrips { get; }

    public IObservable<Book> Books { get; }

    /// <summary>The trades and gaps, in order.</summary>
    public IObservable<Print> Prints { get; }

    /// <summary>Finished bars, each with the <see cref="Average"/> at its end.</summary>
    public IObservable<(VwapBar Bar, VwapBar Average)> Bars { get; }

    /// <summary>The bar of the last minute.</summary>
    public IObservable<VwapBar> Average { get; }

    /// <summary>The bar of the current day.</summary>
    public IObservable<VwapBar> Session { get; }

    public IObservable<OrderEvent> OrderEvents { get; }

    /// <summary>The current orders and positions.</summary>
    public OrderLedger Orders { get; }

    public void Dispose()
    {
        _connections.Dispose();
        Orders.Dispose();
    }

    private IObservable<T> Remember<T>(IObservable<T> source, int count)
    {
        var remembered = source.Replay(count);
        _connections.Add(remembered.Connect());
        return remembered.AsObservable();
    }
}
