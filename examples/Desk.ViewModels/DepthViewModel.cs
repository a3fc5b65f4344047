using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The depth chart: the cumulative quantity of the whole book at each price.</summary>
public sealed class DepthViewModel : ViewModel<DepthState>
{
    public DepthViewModel(IObservable<Book> books, Screen screen)
        : base(DepthState.Empty) => Subscriptions.Add(books.Latest(screen).Subscribe(Apply));

    private void Apply(Book book)
    {
        var precision = State.Precision;
        foreach (var level in book.Asks.Concat(book.Bids))
            precision = precision.With(level.Price, level.Quantity);
        Show(new DepthState(SumUp(book.Asks), SumUp(book.Bids), book.Mid, precision));
    }

    private static ImmutableArray<DepthPoint> SumUp(ImmutableArray<Level> levels)
    {
        var total = 0m;
        return [.. levels.Select(level => new DepthPoint(level.Price, total += level.Quantity))];
    }
}
