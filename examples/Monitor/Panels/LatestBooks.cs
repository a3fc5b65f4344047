using System.Collections.Immutable;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>The latest book of each symbol and its last changes.</summary>
internal sealed class LatestBooks : IDisposable
{
    private readonly CompositeDisposable _subscriptions;
    private ImmutableSortedDictionary<Symbol, (Book? Book, BookDiff? Diff)> _latest = ImmutableSortedDictionary<Symbol, (Book?, BookDiff?)>.Empty;

    /// <param name="feed">The feed.</param>
    /// <param name="isShown">Selects the symbols to show.</param>
    /// <param name="expected">Symbols to show before their first book.</param>
    public LatestBooks(NexusFeed feed, Func<Symbol, bool> isShown, IEnumerable<Symbol> expected)
    {
        foreach (var symbol in expected)
            _latest = _latest.Add(symbol, default);
        var books = feed.Books.Where(book => isShown(book.Symbol));
        _subscriptions =
        [
            books.Subscribe(book => Set(book.Symbol, (book, this[book.Symbol].Diff)), static _ => { }),
            books.Diffs().Subscribe(diff => Set(diff.Symbol, (this[diff.Symbol].Book, diff)), static _ => { }),
        ];
    }

    public IReadOnlyCollection<Symbol> Symbols => [.. _latest.Keys];

    public (Book? Book, BookDiff? Diff) this[Symbol symbol] => _latest.GetValueOrDefault(symbol);

    public void Dispose() => _subscriptions.Dispose();

    private void Set(Symbol symbol, (Book?, BookDiff?) latest) => _latest = _latest.SetItem(symbol, latest);
}
