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
    private readonly bool _keepsHistory;
    private Trip? _trip;
    private decimal _cash;
    private decimal _inventory;
    private decimal _price;
    private decimal _top;
    private Outcome _outcome = new(0, 0, 0, 0, 0, 0, 0);

    /// <param name="feed">The feed of the run.</param>
    /// <param name="signals">The strategy's signals.</param>
    /// <param name="rules">The strategy.</param>
    /// <param name="keepsHistory">Whether moments, signals and trips are kept. If not, the memory does not grow with the run.</param>
    public Journal(NexusFeed feed, IObservable<Signal> signals, IRules rules, bool keepsHistory = true)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(rules);
        _keepsHistory = keepsHistory;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Ended = ended.Task;
        _subscriptions =
        [
            (from change in feed.TrackOrders()
             let filled = change.After.Filled - (change.Before?.Filled ?? 0)
             let money = (change.After.Notional ?? 0) - (change.Before?.Notional ?? 0)
             where filled != 0 || money != 0
             select (change.After.Side, filled, money)).Subscribe(fill => Fill(feed.Clock.Now, fill.Side, fill.filled, fill.money), static _ => { }),
            feed.Transactions.Subscribe(Pay, static _ => { }),
            rules.Plotted(feed).Subscribe(moment => Mark(feed.Clock.Now, moment.Book, moment.Band), ended.SetException, ended.SetResult),
            signals.Subscribe(Add, static _ => { }),
        ];
    }

    /// <summary>Completes when the feed completes.</summary>
    public Task Ended { get; }

    /// <summary>The traded symbol; null until the first book.</summary>
    public Symbol? Symbol { get; private set; }

    /// <summary>The result so far.</summary>
    public Outcome Outcome => _outcome with { Profit = Profit, Position = _inventory };

    public IReadOnlyList<Moment> Moments => _moments;

    public IReadOnlyList<Signal> Signals => _signals;

    /// <summary>The positions, each from flat to flat; the last position may be open.</summary>
    public IReadOnlyList<Trip> Trips => _trip is null ? _trips : [.. _trips, _trip];

    private decimal Profit => _cash + (_inventory * _price);

    public void Dispose() => _subscriptions.Dispose();

    private void Add(Signal signal)
    {
        _outcome = _outcome with { Signals = _outcome.Signals + 1 };
        if (_keepsHistory)
            _signals.Add(signal);
    }

    private void Fill(DateTimeOffset at, Side side, decimal filled, decimal money)
    {
        var sign = side == Side.Buy ? 1 : -1;
        _inventory += sign * filled;
        _cash -= sign * money;
        _outcome = _outcome with { Volume = _outcome.Volume + money, Fills = _outcome.Fills + 1 };
        if (!_keepsHistory)
            return;
        _trip = (_trip ?? new Trip(at, side)).With(at, side, filled, money);
        if (_inventory != 0)
            return;
        _trips.Add(_trip);
        _trip = null;
    }

    // A fee in the base asset counts at the price of its fill; one in a third asset is not converted.
    private void Pay(Transaction fill)
    {
        var fee = fill.FeeAsset == fill.Symbol.Base ? fill.Fee * fill.ExecutedPrice : fill.FeeAsset == fill.Symbol.Quote ? fill.Fee : null;
        _cash -= fee ?? 0;
        _outcome = _outcome with { Fees = _outcome.Fees + (fee ?? 0) };
    }

    private void Mark(DateTimeOffset at, Book book, Band? band)
    {
        Symbol = book.Symbol;
        if (book.Mid is not { } price)
            return;
        _price = price;
        _top = Math.Max(_top, Profit);
        _outcome = _outcome with { Drawdown = Math.Max(_outcome.Drawdown, _top - Profit) };
        if (_keepsHistory)
            _moments.Add(new Moment(at, price, band, _inventory, Profit));
    }
}
