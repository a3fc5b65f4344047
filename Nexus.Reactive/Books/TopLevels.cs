using System.Reactive.Linq;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Returns each symbol's book, reduced to its best levels, whenever one of these levels changes.</summary>
    /// <param name="books">The books.</param>
    /// <param name="depth">The number of levels of each side to keep, 1 or more.</param>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>The first book of a symbol is passed on with its best levels. A later book is passed on if a kept level differs. A book without further levels is passed on unchanged.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: none. Concurrency: one book at a time. Memory: the previous result of each symbol; an unchanged book
    /// allocates nothing.
    /// <code>
    /// books      a---b---c---x--|
    /// TopLevels  A-------C---X--|
    /// b = a, except for levels below the depth; x = a book of another symbol
    /// </code>
    /// </remarks>
    public static IObservable<Book> TopLevels(this IObservable<Book> books, int depth)
    {
        ArgumentNullException.ThrowIfNull(books);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(depth);
        return SafeObservable.Create<Book>(observer => books.Subscribe(new TopLevelsObserver(observer, depth)));
    }

    private sealed class TopLevelsObserver(IObserver<Book> observer, int depth) : IObserver<Book>
    {
        private readonly PerSymbol<PreviousBook> _previous = new();

        public void OnNext(Book value)
        {
            var slot = _previous[value.Symbol];
            if (slot.Book is { } before && Same(before.Asks.AsSpan(), value.Asks.AsSpan()) && Same(before.Bids.AsSpan(), value.Bids.AsSpan()))
                return;
            slot.Book = Cut(value);
            observer.OnNext(slot.Book);
        }

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted() => observer.OnCompleted();

        private bool Same(ReadOnlySpan<Level> cut, ReadOnlySpan<Level> side) => cut.SequenceEqual(side[..Math.Min(depth, side.Length)]);

        private Book Cut(Book book) => book.Asks.Length <= depth && book.Bids.Length <= depth
            ? book
            : new Book(
                book.Symbol,
                book.Timestamp,
                book.Asks[..Math.Min(depth, book.Asks.Length)],
                book.Bids[..Math.Min(depth, book.Bids.Length)]);
    }
}
