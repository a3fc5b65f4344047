using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Strategy.Report;

/// <summary>The history of a run: the market, the signals, and the resulting position and profit.</summary>
public sealed class Journal : IDisposable
{
    private readonly List<Moment> _moments = [];
    private readonly List<Signal> _signals = [];
    private readonly List<Trip> _trips = [];
    private readonly CompositeDisposable _subscriptions;
    private Trip? _trip;
    private decimal _cash;
    private decimal _inventory;

    public Journal(NexusFeed feed, IObservable<Signal> signals, Rules rules)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Ended = ended.Task;
        _subscriptions =
        [
            (from change in feed.TrackOrders()
             let filled = change.After.Filled - (change.Before?.Filled ?? 0)
             let money = (change.After.Notional ?? 0) - (change.Before?.Notional ?? 0)
             where filled != 0 || money != 0
             select (change.After.Side, filled, money)).Subscribe(fill => Fill(feed.Clock.Now, fill.Side, fill.filled, fill.money), static _ => { }),
            feed.Books.WithLatestBySymbol(feed.VwapSliding(rules.Window)).Subscribe(
                moment => Mark(feed.Clock.Now, moment.Item, Band.Around(moment.Latest, rules.Width)),
                ended.SetException,
                ended.SetResult),
            signals.Subscribe(_signals.Add, static _ => { }),
        ];
    }

    /// <summary>Completes when the feed completes.</summary>
    public Task Ended { get; }

    /// <summary>The traded symbol; null until the first book.</summary>
    public Symbol? Symbol { get; private set; }

    public IReadOnlyList<Moment> Moments => _moments;

    public IReadOnlyList<Signal> Signals => _signals;

    /// <summary>The positions, each from flat to flat; the last position may be open.</summary>
    public IReadOnlyList<Trip> Trips => _trip is null ? _trips : [.. _trips, _trip];

    public void Dispose() => _subscriptions.Dispose();

    private void Fill(DateTimeOffset at, Side side, decimal filled, decimal money)
    {
        var sign = side == Side.Buy ? 1 : -1;
        _inventory += sign * filled;
        _cash -= sign * money;
        _trip = (_trip ?? new Trip(at, side)).With(at, side, filled, money);
        if (_inventory != 0)
            return;
        _trips.Add(_trip);
        _trip = null;
    }

    private void Mark(DateTimeOffset at, Book book, Band? band)
    {
        Symbol = book.Symbol;
        if (book.Mid is { } price)
            _moments.Add(new Moment(at, price, band, _inventory, _cash + _inventory * price));
    }
}
