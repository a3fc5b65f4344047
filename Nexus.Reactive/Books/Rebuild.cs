namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>
    /// Returns the books from which the diffs were computed. This is the inverse of <see cref="Diffs"/>, without the books that produced no diff.
    /// </summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Each diff produces the book after it. An initial diff replaces its symbol's book.</description></item>
    /// <item><term>OnError</term><description>Passed on. A diff that does not fit, or a symbol's first diff that is not initial, produces an <see cref="ArgumentException"/>.</description></item>
    /// <item><term>OnCompleted</term><description>Passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: none. Concurrency: one diff at a time. Memory: the latest book of each symbol.
    /// <code>
    /// diffs    A---B---X---C--|
    /// Rebuild  a---b---x---c--|
    /// A, B, X, C = the diff that leads to that book; x = a book of another symbol
    /// </code>
    /// </remarks>
    public static IObservable<Book> Rebuild(this IObservable<BookDiff> diffs)
    {
        ArgumentNullException.ThrowIfNull(diffs);
        return SafeObservable.Create<Book>(observer => diffs.Subscribe(new RebuildObserver(observer)));
    }

    private sealed class RebuildObserver(IObserver<Book> observer) : IObserver<BookDiff>
    {
        private readonly PerSymbol<PreviousBook> _previous = new();

        public void OnNext(BookDiff value)
        {
            var slot = _previous[value.Symbol];
            Book book;
            try
            {
                book = Next(slot.Book, value);
            }
            catch (ArgumentException fault)
            {
                observer.OnError(fault);
                return;
            }

            slot.Book = book;
            observer.OnNext(book);
        }

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted() => observer.OnCompleted();

        private static Book Next(Book? previous, BookDiff diff)
        {
            if (diff.IsInitial)
                return BookDiffer.Apply(diff, [], []);
            return previous is null
                ? throw new ArgumentException($"The first diff of {diff.Symbol} is not initial, so the previous book is unknown.")
                : diff.Apply(previous);
        }
    }
}
