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
    private readonly Dictionary<long, Totals> _orders = [];

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
        var totals = Find(update.OrderId);
        var before = totals.Order;
        if (update is { ExecutedQuantity: > 0, ExecutedPrice: { } price })
        {
            totals.Said += update.ExecutedQuantity;
            totals.SaidNotional += update.ExecutedQuantity * price;
        }

        var isConfirmed = totals.Confirmed >= totals.Said;
        var filled = isConfirmed ? totals.Confirmed : totals.Said;
        var notional = isConfirmed ? totals.ConfirmedNotional : totals.SaidNotional;
        var isDone = update.Status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected;
        totals.Order = new Order(
            update.OrderId,
            update.Symbol,
            update.Side,
            update.OrderType,
            update.OrderPrice,
            update.OrderQuantity,
            update.Status,
            filled,
            totals.Confirmed,
            totals.Said - totals.Confirmed,
            isDone ? 0 : update.OrderQuantity - filled,
            filled == before?.Filled ? before.AveragePrice : filled == 0 ? null : notional / filled,
            before?.CreatedAt ?? update.Timestamp,
            Later(before, update.Timestamp),
            isConfirmed ? OrderFlags.None : OrderFlags.Estimated,
            isDone,
            isDone && totals.Said == totals.Confirmed)
        {
            Notional = filled == 0 ? null : notional,
        };
        observer.OnNext(new OrderEvent(before, totals.Order, KindOf(update.Status), update));
    }

    private void OnTransaction(Transaction transaction)
    {
        var totals = Find(transaction.OrderId);
        totals.Confirmed += transaction.ExecutedQuantity;
        totals.ConfirmedNotional += transaction.ExecutedQuantity * transaction.ExecutedPrice;
        if (totals.Order is not { } before)
            return;

        var isConfirmed = totals.Confirmed >= totals.Said;
        var filled = isConfirmed ? totals.Confirmed : totals.Said;
        var notional = isConfirmed ? totals.ConfirmedNotional : totals.SaidNotional;
        totals.Order = before with
        {
            Filled = filled,
            Confirmed = totals.Confirmed,
            Unconfirmed = totals.Said - totals.Confirmed,
            Leaves = before.IsDone ? 0 : before.Quantity - filled,
            AveragePrice = notional == before.Notional ? before.AveragePrice : notional / filled,
            Notional = notional,
            UpdatedAt = Later(before, transaction.Timestamp),
            Flags = isConfirmed ? OrderFlags.None : OrderFlags.Estimated,
            IsSettled = before.IsDone && totals.Said == totals.Confirmed,
        };
        observer.OnNext(new OrderEvent(before, totals.Order, OrderEventKind.FillConfirmed, transaction));
    }

    private Totals Find(long orderId)
    {
        ref var totals = ref CollectionsMarshal.GetValueRefOrAddDefault(_orders, orderId, out _);
        return totals ??= new Totals();
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

    private sealed class Totals
    {
        public Order? Order;
        public decimal Said;
        public decimal SaidNotional;
        public decimal Confirmed;
        public decimal ConfirmedNotional;
    }
}
