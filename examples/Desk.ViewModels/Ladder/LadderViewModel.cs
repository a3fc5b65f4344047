using System.Collections.Immutable;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Subjects;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The price ladder. The diff of two displayed books highlights the levels that changed; own orders and traded volumes are added to the levels.</summary>
public sealed class LadderViewModel : ViewModel<LadderState>
{
    /// <summary>The time for which a changed level is highlighted.</summary>
    public static readonly TimeSpan Glow = TimeSpan.FromMilliseconds(600);

    private static readonly decimal[] Multiples = [1, 5, 10, 50, 100, 500, 1000];

    private readonly IScheduler _timer;
    private readonly int _depth;
    private readonly FlashMemory _flashes = new(Glow);
    private readonly SerialDisposable _diffs = new();
    private Subject<Book> _grouped = new();
    private Book? _raw;
    private Book? _book;
    private ImmutableArray<OrderMark> _orders = [];
    private ImmutableSortedDictionary<decimal, decimal> _volumes = ImmutableSortedDictionary<decimal, decimal>.Empty;
    private PriceGroups _own = PriceGroups.Empty;
    private PriceGroups _traded = PriceGroups.Empty;

    public LadderViewModel(Market market, Screen screen, int depth = 15)
        : base(LadderState.Empty)
    {
        _timer = screen.Timer;
        _depth = depth;
        Restart();
        Subscriptions.Add(_diffs);
        Subscriptions.Add(market.Books.Latest(screen, market.Feed).Subscribe(Apply));
        Subscriptions.Add(market.OpenOrders.Latest(screen, market.Feed).Subscribe(orders => Apply(OrderMarks.Of(orders.Open))));
        Subscriptions.Add(market.VolumeByPrice.Latest(screen, market.Feed).Subscribe(Apply));
    }

    /// <summary>The asks for a list control, best first.</summary>
    public RowList<decimal, LadderRow> Asks { get; } = new(static row => row.Price);

    /// <summary>The bids for a list control, best first.</summary>
    public RowList<decimal, LadderRow> Bids { get; } = new(static row => row.Price);

    /// <summary>Groups the levels to a step; null shows each price. A step of 0 or less is ignored.</summary>
    public void Select(decimal? step)
    {
        if (step <= 0 || step == State.Step)
            return;
        Show(State with { Step = step });
        _own = PriceGroups.Of(_orders, step);
        _traded = PriceGroups.OfBoth(_volumes, step);
        Restart();
        if (_raw is not null)
            Apply(_raw);
    }

    protected override void OnShown()
    {
        Asks.Update(State.Asks);
        Bids.Update(State.Bids);
    }

    // Another grouping is another book, of which nothing has changed yet.
    private void Restart()
    {
        _book = null;
        _flashes.Clear();
        _grouped = new Subject<Book>();
        _diffs.Disposable = _grouped.Diffs().Subscribe(Apply);
    }

    private void Apply(Book book)
    {
        _raw = book;
        _grouped.OnNext(State.Step is { } step ? book.Group(step) : book);
        if ((State.Mid, State.Spread) != (book.Mid, book.Spread))
            Draw();
    }

    private void Apply(BookDiff diff)
    {
        _book = diff.Apply(_book ?? new Book(diff.Symbol, diff.Timestamp, [], []));
        if (!diff.IsInitial)
            _flashes.Add(diff.Changes, _timer.Now);
        Draw();
    }

    private void Apply(ImmutableArray<OrderMark> orders)
    {
        _orders = orders;
        _own = PriceGroups.Of(orders, State.Step);
        Draw();
    }

    private void Apply(ImmutableSortedDictionary<decimal, decimal> volumes)
    {
        _volumes = volumes;
        _traded = PriceGroups.OfBoth(volumes, State.Step);
        Draw();
    }

    private void Draw()
    {
        if (_book is not { } book || _raw is not { } raw)
            return;
        var precision = State.Precision;
        foreach (var level in raw.Asks.Concat(raw.Bids))
            precision = precision.With(level.Price, level.Quantity);

        var greatest = Math.Max(GetTotal(book.Asks), GetTotal(book.Bids));
        var asks = Rows(BookSide.Ask, book.Asks, greatest);
        var bids = Rows(BookSide.Bid, book.Bids, greatest);
        Show(State with
        {
            Asks = asks,
            Bids = bids,
            Mid = raw.Mid,
            Spread = raw.Spread,
            Steps = precision.Price == State.Precision.Price && !State.Steps.IsEmpty ? State.Steps : [.. Multiples.Select(multiple => multiple * precision.PriceStep)],
            GreatestTraded = asks.Concat(bids).Select(static row => row.Traded).DefaultIfEmpty().Max(),
            Precision = precision,
        });
    }

    private ImmutableArray<LadderRow> Rows(BookSide side, ImmutableArray<Level> levels, decimal greatest)
    {
        var rows = ImmutableArray.CreateBuilder<LadderRow>(Math.Min(_depth, levels.Length));
        var (total, notional) = (0m, 0m);
        foreach (var level in levels.Take(_depth))
        {
            total += level.Quantity;
            notional += level.Price * level.Quantity;
            rows.Add(new LadderRow(
                level.Price, level.Quantity, total, notional, (double)(total / greatest), _traded[side, level.Price], _own[side, level.Price], _flashes.Find(side, level.Price)));
        }

        return rows.MoveToImmutable();
    }

    private decimal GetTotal(ImmutableArray<Level> levels) => levels.Take(_depth).Sum(static level => level.Quantity);
}
