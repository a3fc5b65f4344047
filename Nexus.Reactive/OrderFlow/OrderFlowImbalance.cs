using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Returns the order flow imbalance of the best levels from each book of a symbol to the next.</summary>
    /// <param name="books">The books.</param>
    /// <returns>The changes.</returns>
    /// <remarks>
    /// With P the price and q the quantity of the best bid (B) and ask (A), and ′ for the earlier book:
    /// e = 1{P_B ≥ P_B′}·q_B − 1{P_B ≤ P_B′}·q_B′ − 1{P_A ≤ P_A′}·q_A + 1{P_A ≥ P_A′}·q_A′
    /// (R. Cont, A. Kukanov and S. Stoikov, "The Price Impact of Order Book Events", Journal of Financial Econometrics 12(1), 2014).
    /// A side without levels counts as worse than every price, with quantity 0. What happened between two snapshots appears as one change.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Each book after a symbol's first produces one change, also if it is 0. On a feed, the first book after a gap, a clock jump or a restart counts as the first.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: none. Concurrency: one book at a time. Memory: the previous book of each symbol.
    /// <code>
    /// books               a---b---c---x--|
    /// OrderFlowImbalance  ----0---1------|
    /// b = a, except for levels below the best; c = one more at the best bid; x = the first book of another symbol
    /// </code>
    /// </remarks>
    public static IObservable<OrderFlowChange> OrderFlowImbalance(this IObservable<Book> books)
    {
        ArgumentNullException.ThrowIfNull(books);
        var source = new WindowSource(books, Scheduler: null, GapEnd: null);
        return source.Run<OrderFlowChange>(observer => new OrderFlowEngine(observer, source));
    }

    /// <summary>Returns the order flow imbalance of the best levels from each book of a symbol to the next. The change across a gap does not count.</summary>
    /// <param name="feed">The feed.</param>
    /// <returns>The changes.</returns>
    /// <inheritdoc cref="OrderFlowImbalance(IObservable{Book})" path="/remarks"/>
    public static IObservable<OrderFlowChange> OrderFlowImbalance(this NexusFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        var source = WindowSource.From(feed);
        return source.Run<OrderFlowChange>(observer => new OrderFlowEngine(observer, source));
    }

    /// <summary>Returns the sum of the order flow imbalances of each symbol and window.</summary>
    /// <param name="books">The books.</param>
    /// <param name="windowing">Windows on a time grid: tumbling, hopping or sessions.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// The sum of e over the window, with e as for <see cref="OrderFlowImbalance(IObservable{Book})"/>. A change counts in the window in which its later book arrives, at
    /// max(previous time, the scheduler's time), so the sums of consecutive windows add up to the stream. The sum is exact.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>A window is published when the scheduler reaches its end. From a symbol's first book on, each window is published, except those that a clock jump skipped. A session is also published at each book. Windows published at the same time are ordered by their symbols' first books.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately. Open windows are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open windows that contain a change are published as incomplete, then completion is passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source and cancels the timer.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: one timer, for the next start or end of a window. Concurrency: books and the timer may arrive on different
    /// threads. Memory: the previous book and a sum for each symbol, and one for each open window. After 10,000,000 windows without a book in between, all symbols
    /// are forgotten until their next book.
    /// <code>
    /// books               -a-c------a--|
    /// OrderFlowImbalance  -----x----y--(z|)
    /// windowing = tumbling, 5 seconds of a character each; c = one more at the best bid than a; x = 1, y = 0, z = -1
    /// </code>
    /// </remarks>
    /// <exception cref="ArgumentException">The windows do not lie on a time grid.</exception>
    public static IObservable<OrderFlowBar> OrderFlowImbalance(this IObservable<Book> books, Windowing windowing, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(books);
        ArgumentNullException.ThrowIfNull(windowing);
        ArgumentNullException.ThrowIfNull(scheduler);
        return OrderFlowImbalance(WindowSource.From(books, scheduler), windowing);
    }

    /// <summary>Returns the sum of the order flow imbalances of each symbol and window, using the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="windowing">Windows on a time grid: tumbling, hopping or sessions.</param>
    /// <returns>The bars.</returns>
    /// <inheritdoc cref="OrderFlowImbalance(IObservable{Book}, Windowing, IScheduler)" path="/remarks|/exception"/>
    public static IObservable<OrderFlowBar> OrderFlowImbalance(this NexusFeed feed, Windowing windowing)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(windowing);
        return OrderFlowImbalance(WindowSource.From(feed), windowing);
    }

    private static IObservable<OrderFlowBar> OrderFlowImbalance(WindowSource source, Windowing windowing)
    {
        var grid = windowing.RequireGrid(nameof(windowing));
        return source.Run<OrderFlowBar>(observer => new BookWindows<OrderFlowMeasure, OrderFlowBar>(observer, source, grid, windowing.PublishesRunning));
    }

    private sealed class OrderFlowEngine(IObserver<OrderFlowChange> observer, WindowSource source) : BookEngine<PreviousBookStream, OrderFlowChange>(observer, source)
    {
        protected override void Add(PreviousBookStream stream, Book book)
        {
            var before = stream.Book;
            stream.Book = book;
            if (before is not null)
                Publish(new OrderFlowChange(before, book));
        }

        protected override void Forget(PreviousBookStream stream) => stream.Book = null;
    }

    private sealed class PreviousBookStream : SymbolStream
    {
        public Book? Book { get; set; }
    }
}
