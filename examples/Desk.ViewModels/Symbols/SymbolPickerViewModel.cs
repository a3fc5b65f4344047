using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The symbols with their prices, and the selected symbol.</summary>
public sealed class SymbolPickerViewModel : ViewModel<SymbolPickerState>
{
    // A price in a list needs no higher rate.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    public SymbolPickerViewModel(IReadOnlyList<Market> markets, Screen screen)
        : base(new SymbolPickerState([.. markets.Select(static market => new SymbolQuote(market.Symbol, null, 0, default))], markets[0].Symbol))
    {
        var slow = screen with { Frame = Pace };
        foreach (var market in markets)
            Subscriptions.Add(market.Books.TopOfBook().Latest(slow).Subscribe(Apply));
    }

    /// <summary>Selects another symbol; an unknown symbol is ignored.</summary>
    public void Select(Symbol symbol)
    {
        if (symbol != State.Selected && State.Quotes.Any(quote => quote.Symbol == symbol))
            Show(State with { Selected = symbol });
    }

    private void Apply(TopOfBook top) => Show(State with { Quotes = [.. State.Quotes.Select(quote => quote.Symbol == top.Symbol ? Move(quote, top) : quote)] });

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
