using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The symbols with their prices, and the selected symbol.</summary>
public sealed class SymbolPickerViewModel : ViewModel<SymbolPickerState>
{
    // A price in a list needs no higher rate.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<Symbol, IObservable<Freshness>> _freshness = [];

    public SymbolPickerViewModel(IReadOnlyList<Market> markets, Screen screen)
        : base(new SymbolPickerState([.. markets.Select(static market => new SymbolQuote(market.Symbol, null, 0, default))], markets[0].Symbol))
    {
        var slow = screen with { Frame = Pace };
        foreach (var market in markets)
        {
            Subscriptions.Add(market.Books.TopOfBook().Latest(slow, market.Feed).Subscribe(Apply));

            // Of all symbols, so that a symbol that is selected later is known to be silent at once.
            var freshness = market.Freshness(screen.Timer).Replay(1);
            _freshness.Add(market.Symbol, freshness);
            Subscriptions.Add(freshness.Connect());
            Subscriptions.Add(market.Status.CombineLatest(freshness, static (status, current) => status is not ConnectionStatus.Connected || current != Freshness.Current)
                .DistinctUntilChanged().ObserveOn(screen.Ui).Isolate(market.Feed).Subscribe(isStale => Change(market.Symbol, quote => quote with { IsStale = isStale })));
        }
    }

    /// <summary>Selects another symbol; an unknown symbol is ignored.</summary>
    public void Select(Symbol symbol)
    {
        if (symbol != State.Selected && State.Quotes.Any(quote => quote.Symbol == symbol))
            Show(State with { Selected = symbol });
    }

    /// <summary>Whether the data of a symbol may be out of date, as long as the picker exists.</summary>
    internal IObservable<Freshness> GetFreshness(Symbol symbol) => _freshness[symbol];

    private void Apply(TopOfBook top) => Change(top.Symbol, quote => Move(quote, top));

    private void Change(Symbol symbol, Func<SymbolQuote, SymbolQuote> change) =>
        Show(State with { Quotes = [.. State.Quotes.Select(quote => quote.Symbol == symbol ? change(quote) : quote)] });

    private static SymbolQuote Move(SymbolQuote quote, TopOfBook top)
    {
        if (top is not { Bid: { } bid, Ask: { } ask })
            return quote with { Mid = null, Direction = 0 };
        var mid = (bid.Price + ask.Price) / 2;
        return quote with
        {
            Mid = mid,
            Direction = quote.Mid is { } before ? mid.CompareTo(before) : 0,
            Precision = quote.Precision.With(bid.Price, bid.Quantity).With(ask.Price, ask.Quantity),
        };
    }
}
