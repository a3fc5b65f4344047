using System.Reactive.Linq;

namespace Nexus.Reactive.Testing;

/// <summary>Independent checks of diffs.</summary>
public static class BookDiffChecks
{
    /// <summary>
    /// Passes diffs on and maintains each symbol's book in plain dictionaries. The first diff that is impossible for that book fails the stream.
    /// </summary>
    /// <remarks>
    /// The following are impossible: a change before the first initial diff; an old quantity that is not the book's; a new quantity that is equal or negative; a
    /// price that is not above 0, repeated or out of order; an empty diff that is not initial.
    /// </remarks>
    /// <param name="diffs">The diffs.</param>
    public static IObservable<BookDiff> CheckAgainstBooks(this IObservable<BookDiff> diffs)
    {
        ArgumentNullException.ThrowIfNull(diffs);
        return Observable.Defer(() =>
        {
            var books = new Dictionary<Symbol, ShadowBook>();
            return diffs.Do(diff =>
            {
                if (!books.TryGetValue(diff.Symbol, out var book))
                    books.Add(diff.Symbol, book = new ShadowBook());
                if (book.Take(diff) is { } fault)
                    throw new MarbleException($"Impossible: {fault}\n   in {MarbleText.Of(diff)}");
            });
        });
    }

    private sealed class ShadowBook
    {
        private readonly Dictionary<(BookSide Side, decimal Price), decimal> _levels = [];
        private bool _isWhole;

        public string? Take(BookDiff diff)
        {
            if (diff.IsInitial)
            {
                _levels.Clear();
                _isWhole = true;
            }
            else if (!_isWhole)
                return "a change before the first initial diff";
            else if (diff.Changes.IsEmpty)
                return "an empty diff";

            LevelChange? before = null;
            foreach (var change in diff.Changes)
            {
                if (Fault(before, change) is { } fault)
                    return fault;
                before = change;
                if (change.NewQuantity == 0)
                    _levels.Remove((change.Side, change.Price));
                else
                    _levels[(change.Side, change.Price)] = change.NewQuantity;
            }

            return null;
        }

        private string? Fault(LevelChange? before, LevelChange change)
        {
            var quantity = _levels.GetValueOrDefault((change.Side, change.Price));
            if (change.Price <= 0)
                return $"{change}: a price not above 0";
            if (change.NewQuantity < 0)
                return $"{change}: a quantity below 0";
            if (change.OldQuantity != quantity)
                return FormattableString.Invariant($"{change}: the book contains {quantity} at this price");
            if (change.NewQuantity == quantity)
                return $"{change}: no change";
            return before is { } earlier && !IsInOrder(earlier, change) ? $"{change} after {earlier}: out of order" : null;
        }

        private static bool IsInOrder(LevelChange earlier, LevelChange later) => (earlier.Side, later.Side) switch
        {
            (BookSide.Ask, BookSide.Bid) => true,
            (BookSide.Bid, BookSide.Ask) => false,
            (BookSide.Ask, _) => earlier.Price < later.Price,
            _ => earlier.Price > later.Price,
        };
    }
}
