using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Returns the changes from each book to the next book of the same symbol.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>The first book of a symbol produces an initial diff, which adds every level. A later book produces a diff with its changes, or no item if no level differs.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: none. Concurrency: one book at a time. Memory: the previous book of each symbol; an unchanged book
    /// allocates nothing.
    /// <para>A book is a full snapshot, so a gap needs no special handling: the next diff contains what changed across it.</para>
    /// <code>
    /// books  a---b--b--x---c--|
    /// Diffs  A---B-----X---C--|
    /// x = a book of another symbol; A, B, X, C = the diff that leads to that book
    /// </code>
    /// </remarks>
    public static IObservable<BookDiff> Diffs(this IObservable<Book> books)
    {
        ArgumentNullException.ThrowIfNull(books);
        return SafeObservable.Create<BookDiff>(observer => books.Subscribe(new DiffObserver(observer)));
    }

    private sealed class DiffObserver(IObserver<BookDiff> observer) : IObserver<Book>
    {
        private readonly PerSymbol<PreviousBook> _previous = new();
        private LevelChange[] _scratch = [];

        public void OnNext(Book value)
        {
            var slot = _previous[value.Symbol];
            var previous = slot.Book;
            slot.Book = value;

            var changes = Changes(previous, value);
            if (previous is null || !changes.IsEmpty)
                observer.OnNext(new BookDiff(value.Symbol, value.Timestamp, changes, isInitial: previous is null) { PreviousTimestamp = previous?.Timestamp });
        }

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted() => observer.OnCompleted();

        private ImmutableArray<LevelChange> Changes(Book? before, Book after)
        {
            var asks = before is null ? [] : before.Asks;
            var bids = before is null ? [] : before.Bids;
            var room = asks.Length + after.Asks.Length + bids.Length + after.Bids.Length;
            if (_scratch.Length < room)
                _scratch = new LevelChange[room];

            var count = BookDiffer.Diff(asks.AsSpan(), after.Asks.AsSpan(), BookSide.Ask, _scratch);
            count += BookDiffer.Diff(bids.AsSpan(), after.Bids.AsSpan(), BookSide.Bid, _scratch.AsSpan(count));
            return count == 0 ? [] : ImmutableCollectionsMarshal.AsImmutableArray(_scratch.AsSpan(0, count).ToArray());
        }
    }

    private sealed class PreviousBook
    {
        public Book? Book { get; set; }
    }
}
