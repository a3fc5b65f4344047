using System.Collections.Immutable;
using System.Reactive.Concurrency;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The price ladder. Each diff is applied to the displayed book, and the changed levels are highlighted.</summary>
public sealed class LadderViewModel : ViewModel<LadderState>
{
    /// <summary>The time for which a changed level is highlighted.</summary>
    public static readonly TimeSpan Glow = TimeSpan.FromMilliseconds(600);

    private readonly IScheduler _timer;
    private readonly int _depth;
    private readonly Dictionary<(BookSide, decimal), (Flash Flash, DateTimeOffset Until)> _lit = [];
    private Book? _book;
    private int _beat;

    public LadderViewModel(IObservable<Book> books, Screen screen, int depth = 15)
        : base(LadderState.Empty)
    {
        _timer = screen.Timer;
        _depth = depth;
        Subscriptions.Add(books.Latest(screen).Diffs().Subscribe(Apply));
    }

    private void Apply(BookDiff diff)
    {
        _book = diff.Apply(_book ?? new Book(diff.Symbol, diff.Timestamp, [], []));
        if (!diff.IsInitial)
            Light(diff.Changes);

        var precision = State.Precision;
        foreach (var change in diff.Changes)
            precision = precision.With(change.Price, change.NewQuantity);

        var greatest = Math.Max(GetTotal(_book.Asks), GetTotal(_book.Bids));
        Show(new LadderState(Rows(BookSide.Ask, _book.Asks, greatest), Rows(BookSide.Bid, _book.Bids, greatest), _book.Mid, _book.Spread, precision));
    }

    private void Light(ImmutableArray<LevelChange> changes)
    {
        var now = _timer.Now;
        foreach (var (level, lit) in _lit)
        {
            if (lit.Until <= now)
                _lit.Remove(level);
        }

        _beat++;
        foreach (var change in changes)
        {
            var kind = change.Kind switch
            {
                LevelChangeKind.Added => FlashKind.Added,
                LevelChangeKind.Changed => change.NewQuantity > change.OldQuantity ? FlashKind.Grown : FlashKind.Shrunk,
                _ => FlashKind.None,
            };
            if (kind == FlashKind.None)
                _lit.Remove((change.Side, change.Price));
            else
                _lit[(change.Side, change.Price)] = (new Flash(kind, _beat), now + Glow);
        }
    }

    private ImmutableArray<LadderRow> Rows(BookSide side, ImmutableArray<Level> levels, decimal greatest)
    {
        var rows = ImmutableArray.CreateBuilder<LadderRow>(Math.Min(_depth, levels.Length));
        var total = 0m;
        foreach (var level in levels.Take(_depth))
        {
            total += level.Quantity;
            rows.Add(new LadderRow(level.Price, level.Quantity, total, (double)(total / greatest), _lit.GetValueOrDefault((side, level.Price)).Flash));
        }

        return rows.MoveToImmutable();
    }

    private decimal GetTotal(ImmutableArray<Level> levels) => levels.Take(_depth).Sum(static level => level.Quantity);
}
