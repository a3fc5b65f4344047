using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The depth chart: the cumulative quantity of the whole book at each price.</summary>
public sealed class DepthViewModel : ViewModel<DepthState>
{
    public DepthViewModel(Market market, Screen screen)
        : base(DepthState.Empty) => Subscriptions.Add(market.Books.Latest(screen, market.Feed).Subscribe(Apply));

    private void Apply(Book book)
    {
        var precision = State.Precision;
        foreach (var level in book.Asks.Concat(book.Bids))
            precision = precision.With(level.Price, level.Quantity);
        Show(new DepthState(SumUp(book, BookSide.Ask), SumUp(book, BookSide.Bid), book.Mid, precision));
    }

    private static ImmutableArray<DepthPoint> SumUp(Book book, BookSide side)
    {
        var notional = 0m;
        return
        [
            .. book.CumulativeDepth(side).Zip(
                side == BookSide.Ask ? book.Asks : book.Bids,
                (total, level) => new DepthPoint(total.Price, total.Quantity, notional += level.Price * level.Quantity)),
        ];
    }
}
