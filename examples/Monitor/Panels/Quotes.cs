using System.Collections.Immutable;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>The latest quote of each symbol. A symbol that is not expected is added at its first message, behind the others.</summary>
internal sealed class Quotes : IDisposable
{
    private readonly BySymbol<Quote> _quotes = new(Quote.Empty);
    private readonly IScheduler _time;
    private readonly CompositeDisposable _subscriptions;
    private ImmutableList<Symbol> _symbols;

    /// <param name="feed">The feed.</param>
    /// <param name="isShown">Selects the symbols to show.</param>
    /// <param name="expected">Symbols to show before their first message.</param>
    /// <param name="time">The program's clock.</param>
    public Quotes(NexusFeed feed, Func<Symbol, bool> isShown, IEnumerable<Symbol> expected, IScheduler time)
    {
        _symbols = [.. expected];
        _time = time;
        _subscriptions =
        [
            feed.OfType<IHasSymbol>().Where(message => isShown(message.Symbol)).Subscribe(Add, static _ => { }),
            feed.Books.Where(book => isShown(book.Symbol)).Diffs()
                .Subscribe(diff => _quotes.Update(diff.Symbol, quote => quote with { Diff = diff }), static _ => { }),
        ];
    }

    public IReadOnlyList<Symbol> Symbols => _symbols;

    public Quote this[Symbol? symbol] => _quotes[symbol];

    public void Dispose() => _subscriptions.Dispose();

    private void Add(IHasSymbol message)
    {
        if (!_symbols.Contains(message.Symbol))
            _symbols = _symbols.Add(message.Symbol);
        _quotes.Update(message.Symbol, quote => Apply(quote, message) with { HeardAt = _time.Now });
    }

    private static Quote Apply(Quote quote, IHasSymbol message) => message switch
    {
        Book book => quote.With(book),
        Trade trade => quote.With(trade),
        _ => quote,
    };
}
