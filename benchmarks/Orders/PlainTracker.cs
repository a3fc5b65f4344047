using System.Runtime.InteropServices;

namespace Nexus.Reactive.Benchmarks;

/// <summary>
/// What one would write first: one dictionary, one look-up an input, totals added up as they come, the same <see cref="Order"/> and
/// <see cref="OrderEvent"/> built and published.
/// </summary>
/// <remarks>
/// It believes whatever arrives last. It does not know a transaction that comes twice, a status that comes late, an amendment, a cut of the stream,
/// a rounded sum or a missing fill, has no clock, and never forgets an order.
/// </remarks>
internal sealed class PlainTracker(IObserver<OrderEvent> observer) : IObserver<NexusMessage>
{
    private readonly Dictionary<long, Kept> _orders = [];

    public void OnNext(NexusMessage value)
    {
        if (value is OrderUpdate update)
            OnUpdate(update);
        else if (value is Transaction transaction)
            OnTransaction(transaction);
    }

    public void OnError(Exception error) => observer.OnError(error);

    public void OnCompleted() => observer.OnCompleted();

    private void OnUpdate(OrderUpdate update)
    {
        ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_orders, update.OrderId, out _);
        var before = kept.Order;
        if (update is { ExecutedQuantity: > 0, ExecutedPrice: { } price })
        {
            kept.Said += update.ExecutedQuantity;
            kept.SaidNotional += update.ExecutedQuantity * price;
        }

        var isConfirmed = kept.Confirmed >= kept.Said;
        var filled = isConfirmed ? kept.Confirmed : kept.Said;
        var notional = isConfirmed ? kept.ConfirmedNotional : kept.SaidNotional;
        var isDone = update.Status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected;
        kept.Order = new Order(
            update.OrderId,
            update.Symbol,
            update.Side,
            update.OrderType,
            update.OrderPrice,
            update.OrderQuantity,
            update.Status,
            filled,
            kept.Confirmed,
            kept.Said - kept.Confirmed,
            isDone ? 0 : update.OrderQuantity - filled,
            filled == before?.Filled ? before.AveragePrice : filled == 0 ? null : notional / filled,
            before?.CreatedAt ?? update.Timestamp,
            Later(before, update.Timestamp),
            isConfirmed ? OrderFlags.None : OrderFlags.Estimated,
            isDone,
            isDone && kept.Said == kept.Confirmed)
        {
            Notional = filled == 0 ? null : notional,
        };
        observer.OnNext(new OrderEvent(before, kept.Order, KindOf(update.Status), update));
    }

    private void OnTransaction(Transaction transaction)
    {
        ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_orders, transaction.OrderId, out _);
        kept.Confirmed += transaction.ExecutedQuantity;
        kept.ConfirmedNotional += transaction.ExecutedQuantity * transaction.ExecutedPrice;
        if (kept.Order is not { } before)
            return;

        var isConfirmed = kept.Confirmed >= kept.Said;
        var filled = isConfirmed ? kept.Confirmed : kept.Said;
        var notional = isConfirmed ? kept.ConfirmedNotional : kept.SaidNotional;
        kept.Order = before with
        {
            Filled = filled,
            Confirmed = kept.Confirmed,
            Unconfirmed = kept.Said - kept.Confirmed,
            Leaves = before.IsDone ? 0 : before.Quantity - filled,
            AveragePrice = notional == before.Notional ? before.AveragePrice : notional / filled,
            Notional = notional,
            UpdatedAt = Later(before, transaction.Timestamp),
            Flags = isConfirmed ? OrderFlags.None : OrderFlags.Estimated,
            IsSettled = before.IsDone && kept.Said == kept.Confirmed,
        };
        observer.OnNext(new OrderEvent(before, kept.Order, OrderEventKind.FillConfirmed, transaction));
    }

    private static DateTimeOffset Later(Order? before, DateTimeOffset timestamp) => before?.UpdatedAt > timestamp ? before.UpdatedAt : timestamp;

    private static OrderEventKind KindOf(OrderStatus status) => status switch
    {
        OrderStatus.New => OrderEventKind.Created,
        OrderStatus.PartiallyFilled => OrderEventKind.PartiallyFilled,
        OrderStatus.Filled => OrderEventKind.Filled,
        OrderStatus.Cancelled => OrderEventKind.Cancelled,
        OrderStatus.Rejected => OrderEventKind.Rejected,
        _ => OrderEventKind.Ignored,
    };

    private struct Kept
    {
        public Order? Order;
        public decimal Said;
        public decimal SaidNotional;
        public decimal Confirmed;
        public decimal ConfirmedNotional;
    }
}
