using System.Reactive.Linq;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Measures the execution of each order: its speed, its filled fraction, and its price relative to the book at its creation.</summary>
    /// <param name="source">The orders' events.</param>
    /// <param name="books">The books of the same feed, for slippage.</param>
    /// <param name="submittedAt">
    /// Returns the time at which the client sent an order, in the exchange's time. If this function or its result is null, times are measured from
    /// <see cref="Order.CreatedAt"/>.
    /// </param>
    /// <returns>The measures after each event of an order.</returns>
    /// <remarks>
    /// <code>
    /// source         -a--b--c-|
    /// books          p-q-------
    /// MeasureExecution  -x--y--z-|
    /// a = created, b = partially filled, c = filled; x, y, z = the order's measures then, against p
    /// </code>
    /// <para>OnNext: one for each event, except for Forgotten and for replays of orders that are not kept; an order's measures are final once
    /// <see cref="Order.IsSettled"/> is true. OnError: that of either input or of <paramref name="submittedAt"/>. OnCompleted: the source's. Dispose: ends both subscriptions.</para>
    /// <para>Temperature: the same as the source. Scheduler: none; an order is joined with the latest book that the feed delivered before it. Concurrency: one
    /// input at a time.
    /// Memory: the orders that are not forgotten, and a book a symbol.</para>
    /// </remarks>
    public static IObservable<ExecutionQuality> MeasureExecution(
        this IObservable<OrderEvent> source,
        IObservable<Book> books,
        Func<Order, DateTimeOffset?>? submittedAt = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(books);
        return SafeObservable.Create<ExecutionQuality>((observer, resources) =>
        {
            var gate = new object();
            var measuring = new ExecutionMeasurement(observer, submittedAt);
            resources.Add(books.Synchronize(gate).Subscribe(measuring.See, measuring.OnError));
            resources.Add(source.Synchronize(gate).Subscribe(measuring));
        });
    }

    /// <summary>The times of the first events of each order.</summary>
    private sealed class ExecutionMeasurement(IObserver<ExecutionQuality> observer, Func<Order, DateTimeOffset?>? submittedAt) : IObserver<OrderEvent>
    {
        private readonly Dictionary<Symbol, Book> _books = [];
        private readonly Dictionary<long, Milestones> _orders = [];

        public void See(Book book) => _books[book.Symbol] = book;

        public void OnNext(OrderEvent value)
        {
            var order = value.After;
            if (value.IsUntracked)
                return;
            if (value.Kind == OrderEventKind.Forgotten)
            {
                _orders.Remove(order.OrderId);
                return;
            }

            if (!_orders.TryGetValue(order.OrderId, out var milestones))
                _orders.Add(order.OrderId, milestones = new Milestones { Book = _books.GetValueOrDefault(order.Symbol) });
            milestones.Pass(value);

            DateTimeOffset start;
            try
            {
                start = submittedAt?.Invoke(order) ?? order.CreatedAt;
            }
            catch (Exception error)
            {
                observer.OnError(error);
                return;
            }

            observer.OnNext(new ExecutionQuality
            {
                Order = order,
                BookAtCreation = milestones.Book,
                SubmittedAt = start,
                TimeToAcknowledge = milestones.AcknowledgedAt - start,
                TimeToFirstFill = milestones.FirstFillAt - start,
                TimeToDone = milestones.DoneAt - start,
            });
        }

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted() => observer.OnCompleted();

        private sealed class Milestones
        {
            public Book? Book { get; init; }

            public DateTimeOffset? AcknowledgedAt { get; private set; }

            public DateTimeOffset? FirstFillAt { get; private set; }

            public DateTimeOffset? DoneAt { get; private set; }

            public void Pass(OrderEvent change)
            {
                var (before, after) = (change.Before, change.After);
                var at = change.Cause switch
                {
                    OrderUpdate update => update.Timestamp,
                    Transaction transaction => transaction.Timestamp,
                    _ => after.UpdatedAt,
                };
                if (!after.Flags.HasFlag(OrderFlags.Orphan) && change.Cause is not Transaction)
                    AcknowledgedAt = Earlier(AcknowledgedAt, at);
                if (after.Filled > (before?.Filled ?? 0) || after.Confirmed > (before?.Confirmed ?? 0))
                    FirstFillAt = Earlier(FirstFillAt, at);
                DoneAt = after.IsDone ? DoneAt ?? at : null;
            }

            private static DateTimeOffset Earlier(DateTimeOffset? known, DateTimeOffset at) => known < at ? known.Value : at;
        }
    }
}
