using System.Collections.Immutable;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Returns the imbalance of each symbol's book, whenever it changes.</summary>
    /// <param name="books">The books.</param>
    /// <param name="depth">The number of levels of each side to count, 1 or more.</param>
    /// <returns>The imbalances.</returns>
    /// <remarks>
    /// (Σ w·bid quantity − Σ w·ask quantity) ÷ (Σ w·bid quantity + Σ w·ask quantity), from −1 (only asks) to 1 (only bids), over the best levels of each side; null if both
    /// are empty. With a depth, each weight w is 1, as for <see cref="Book.Imbalance(int)"/>. With weights, the first weight is that of the best level of each side,
    /// and the number of weights is the depth.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>The first book of a symbol produces its value. A later book produces its value if the value differs. On a feed, a gap, a clock jump and a restart produce one null for each affected symbol that had a value.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: none. Concurrency: one book at a time. Memory: the previous value of each symbol; an unchanged value
    /// allocates nothing.
    /// <code>
    /// books          a---b---c---|
    /// BookImbalance  0-------p---|
    /// depth = 1; a = 1 bid, 1 asked; b = a, except for levels below the best; c = 2 bid, 1 asked; p = 1/3
    /// </code>
    /// </remarks>
    public static IObservable<BookSignal> BookImbalance(this IObservable<Book> books, int depth)
    {
        ArgumentNullException.ThrowIfNull(books);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(depth);
        return BookSignalEngine.Create(books, book => book.Imbalance(depth));
    }

    /// <summary>Returns the weighted imbalance of each symbol's book, whenever it changes.</summary>
    /// <param name="books">The books.</param>
    /// <param name="weights">The weight of each level, best first: at least one, each 0 or more, the first above 0.</param>
    /// <returns>The imbalances.</returns>
    /// <inheritdoc cref="BookImbalance(IObservable{Book}, int)" path="/remarks"/>
    public static IObservable<BookSignal> BookImbalance(this IObservable<Book> books, IEnumerable<decimal> weights)
    {
        ArgumentNullException.ThrowIfNull(books);
        var checkedWeights = CheckWeights(weights);
        return BookSignalEngine.Create(books, book => GetImbalance(book, checkedWeights));
    }

    /// <summary>Returns the imbalance of each symbol's book, whenever it changes, and null when a gap begins.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="depth">The number of levels of each side to count, 1 or more.</param>
    /// <returns>The imbalances.</returns>
    /// <inheritdoc cref="BookImbalance(IObservable{Book}, int)" path="/remarks"/>
    public static IObservable<BookSignal> BookImbalance(this NexusFeed feed, int depth)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(depth);
        return BookSignalEngine.Create(WindowSource.From(feed), book => book.Imbalance(depth));
    }

    /// <summary>Returns the weighted imbalance of each symbol's book, whenever it changes, and null when a gap begins.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="weights">The weight of each level, best first: at least one, each 0 or more, the first above 0.</param>
    /// <returns>The imbalances.</returns>
    /// <inheritdoc cref="BookImbalance(IObservable{Book}, int)" path="/remarks"/>
    public static IObservable<BookSignal> BookImbalance(this NexusFeed feed, IEnumerable<decimal> weights)
    {
        ArgumentNullException.ThrowIfNull(feed);
        var checkedWeights = CheckWeights(weights);
        return BookSignalEngine.Create(WindowSource.From(feed), book => GetImbalance(book, checkedWeights));
    }

    private static ImmutableArray<decimal> CheckWeights(IEnumerable<decimal> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ImmutableArray<decimal> all = [.. weights];
        if (all.IsEmpty || all[0] == 0 || all.Any(static weight => weight < 0))
            throw new ArgumentException("There must be at least one weight, none below 0, and the first must be above 0.", nameof(weights));
        return all;
    }

    private static decimal? GetImbalance(Book book, ImmutableArray<decimal> weights)
    {
        ExactSum difference = default, total = default;
        for (var i = 0; i < Math.Min(weights.Length, book.Bids.Length); i++)
        {
            difference.AddProduct(weights[i], book.Bids[i].Quantity);
            total.AddProduct(weights[i], book.Bids[i].Quantity);
        }

        for (var i = 0; i < Math.Min(weights.Length, book.Asks.Length); i++)
        {
            difference.SubtractProduct(weights[i], book.Asks[i].Quantity);
            total.AddProduct(weights[i], book.Asks[i].Quantity);
        }

        return total.IsZero ? null : ExactSum.Divide(difference, total);
    }
}
