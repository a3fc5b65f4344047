using System.Runtime.InteropServices;

namespace Nexus.Reactive.Benchmarks;

/// <summary>
/// A simple first implementation: one dictionary, one lookup per input, totals added as they arrive, the same <see cref="Order"/> and
/// <see cref="OrderEvent"/> built and published.
/// </summary>
/// <remarks>
/// The latest input always takes precedence. It does not handle repeated transactions, late statuses, amendments, gaps, rounded sums or missing fills, has no
/// clock, and never forgets an order.
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
            totals.Reported += update.ExecutedQuantity;
            totals.ReportedNotional += update.ExecutedQuantity * price;
        }

        var isConfirmed = totals.Confirmed >= totals.Reported;
        var filled = isConfirmed ? totals.Confirmed : totals.Reported;
        var notional = isConfirmed ? totals.ConfirmedNotional : totals.ReportedNotional;
        totals.Order = new Order
        {
            OrderId = update.OrderId,
            Symbol = update.Symbol,
            Side = update.Side,
            Type = update.OrderType,
            Price = update.OrderPrice,
            Quantity = update.OrderQuantity,
            Status = update.Status,
            Filled = filled,
            Confirmed = totals.Confirmed,
            Reported = totals.Reported,
            CreatedAt = before?.CreatedAt ?? update.Timestamp,
            UpdatedAt = Later(before, update.Timestamp),
            Flags = isConfirmed ? OrderFlags.None : OrderFlags.Estimated,
            Notional = filled == 0 ? null : notional,
        };
        observer.OnNext(new OrderEvent(before, totals.Order, GetKind(update.Status), update));
    }

    private void OnTransaction(Transaction transaction)
    {
        var totals = Find(transaction.OrderId);
        totals.Confirmed += transaction.ExecutedQuantity;
        totals.ConfirmedNotional += transaction.ExecutedQuantity * transaction.ExecutedPrice;
        if (totals.Order is not { } before)
            return;

        var isConfirmed = totals.Confirmed >= totals.Reported;
        var filled = isConfirmed ? totals.Confirmed : totals.Reported;
        var notional = isConfirmed ? totals.ConfirmedNotional : totals.ReportedNotional;
        totals.Order = before with
        {
            Filled = filled,
            Confirmed = totals.Confirmed,
            Reported = totals.Reported,
            Notional = notional,
            UpdatedAt = Later(before, transaction.Timestamp),
            Flags = isConfirmed ? OrderFlags.None : OrderFlags.Estimated,
        };
        observer.OnNext(new OrderEvent(before, totals.Order, OrderEventKind.FillConfirmed, transaction));
    }

    private Totals Find(long orderId)
    {
        ref var totals = ref CollectionsMarshal.GetValueRefOrAddDefault(_orders, orderId, out _);
        return totals ??= new Totals();
    }

    private static DateTimeOffset Later(Order? before, DateTimeOffset timestamp) => before?.UpdatedAt > timestamp ? before.UpdatedAt : timestamp;

    private static OrderEventKind GetKind(OrderStatus status) => status switch
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
        public decimal Reported;
        public decimal ReportedNotional;
        public decimal Confirmed;
        public decimal ConfirmedNotional;
    }
}
