namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Returns the microprice of each symbol's book, whenever it changes.</summary>
    /// <param name="books">The books.</param>
    /// <returns>The microprices, in the quote asset.</returns>
    /// <remarks>
    /// (bid price · ask quantity + ask price · bid quantity) ÷ (bid quantity + ask quantity), see <see cref="Book.Microprice"/>; null if a side is empty.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>The first book of a symbol produces its value. A later book produces its value if the value differs. On a feed, a gap, a clock jump and a restart produce one null for each affected symbol that had a value.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: none. Concurrency: one book at a time. Memory: the previous value of each symbol; an unchanged value
    /// allocates nothing.
    /// <code>
    /// books       x---a---b---|
    /// Microprice  p---q-------|
    /// x = a book of another symbol; b = a, except for levels below the best; p = 50.5, q = 100.5
    /// </code>
    /// </remarks>
    public static IObservable<BookSignal> Microprice(this IObservable<Book> books)
    {
        ArgumentNullException.ThrowIfNull(books);
        return BookSignalEngine.Create(books, static book => book.Microprice);
    }

    /// <summary>Returns the microprice of each symbol's book, whenever it changes, and null when a gap begins.</summary>
    /// <param name="feed">The feed.</param>
    /// <returns>The microprices, in the quote asset.</returns>
    /// <inheritdoc cref="Microprice(IObservable{Book})" path="/remarks"/>
    public static IObservable<BookSignal> Microprice(this NexusFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return BookSignalEngine.Create(WindowSource.From(feed), static book => book.Microprice);
    }
}
