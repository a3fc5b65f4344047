using System.Reactive.Linq;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Groups the events by order. Each group publishes the states of its order.</summary>
    /// <param name="source">The orders' events.</param>
    /// <returns>The groups; the key is the order's id.</returns>
    /// <remarks>
    /// A group begins with the order's first event and completes when the order is forgotten. To end a group when the order is done, use
    /// <c>g.TakeUntil(o => o.IsDone)</c>; further fills may follow. If a forgotten order is reported again, a new group begins.
    /// <code>
    /// source        -a-b-c-d--|
    /// GroupByOrder  -g-h------|
    /// g             -a---c-|
    /// h             ---b------|
    /// a, b = two orders are created, c = the first is filled, d = it is forgotten
    /// </code>
    /// <para>OnNext: the order after each event, except for replayed transactions of orders that are not kept. OnError, OnCompleted: those of the source,
    /// to every group and the result. Dispose: the subscription ends when the result and all groups are disposed.</para>
    /// <para>Temperature: the same as the source; groups are hot, so subscribe to a group when it is emitted. Scheduler: none. Concurrency: the same as the
    /// source. Memory: one group
    /// for each order until it is forgotten.</para>
    /// </remarks>
    public static IObservable<IGroupedObservable<long, Order>> GroupByOrder(this IObservable<OrderEvent> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source
            .Where(static e => !e.IsUntracked)
            .GroupByUntil(static e => e.After.OrderId, static g => g.Where(static e => e.Kind == OrderEventKind.Forgotten))
            .Select(static g => new OrderGroup(g));
    }

    /// <summary>The events of an order as a stream of its states.</summary>
    private sealed class OrderGroup(IGroupedObservable<long, OrderEvent> events) : IGroupedObservable<long, Order>
    {
        private readonly IObservable<Order> _states = events.TakeWhile(static e => e.Kind != OrderEventKind.Forgotten).Select(static e => e.After);

        public long Key => events.Key;

        public IDisposable Subscribe(IObserver<Order> observer) => _states.Subscribe(observer);
    }
}
