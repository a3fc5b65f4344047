using System.Reactive.Concurrency;

namespace Nexus.Reactive.Backtesting.Matching;

/// <summary>Writes the ORDER_UPDATEs and TRANSACTIONs of paper orders, as the exchange does.</summary>
internal sealed class PaperReports(FeeSchedule fees, IScheduler clock, Action<NexusMessage> send) : IPaperReports
{
    private long _transactions;

    // The exchange's timestamps have whole milliseconds.
    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(clock.Now.ToUnixTimeMilliseconds());

    public void Report(PaperOrder order, OrderStatus status) => send(CreateUpdate(order, status, fill: null));

    public void ReportFill(PaperOrder order, Level fill, bool isMaker)
    {
        var request = order.Request;
        var (fee, asset) = fees.GetFee(request.Symbol, request.Side, fill.Price, fill.Quantity, isMaker);
        send(CreateUpdate(order, order.Leaves == 0 ? OrderStatus.Filled : OrderStatus.PartiallyFilled, fill));
        send(new Transaction
        {
            Timestamp = Now,
            Id = ++_transactions,
            Symbol = request.Symbol,
            OrderId = order.Id,
            ExecutedPrice = fill.Price,
            ExecutedQuantity = fill.Quantity,
            Side = request.Side,
            Fee = fee,
            FeeAsset = asset,
        });
    }

    /// <summary>Lists a symbol's open orders. Later events of the same millisecond are not in the list, so its time is just before it.</summary>
    public OrderSnapshot CreateSnapshot(Symbol symbol, IEnumerable<PaperOrder> open) => new()
    {
        Timestamp = Now.AddTicks(-1),
        Symbol = symbol,
        Orders = [.. open.OrderBy(static order => order.Id).Select(CreateEntry)],
    };

    private static OrderSnapshotEntry CreateEntry(PaperOrder order) => new()
    {
        OrderId = order.Id,
        Symbol = order.Request.Symbol,
        Side = order.Side,
        Type = order.Request.Type,
        Price = order.Request.Price,
        Quantity = order.Request.Quantity,
        Status = order.Filled == 0 ? OrderStatus.New : OrderStatus.PartiallyFilled,
        Filled = order.Filled,
        AveragePrice = order.AveragePrice,
    };

    private OrderUpdate CreateUpdate(PaperOrder order, OrderStatus status, Level? fill) => new()
    {
        Timestamp = Now,
        Symbol = order.Request.Symbol,
        OrderId = order.Id,
        OrderType = order.Request.Type,
        OrderTypeText = Text(order.Request.Type),
        Side = order.Request.Side,
        Status = status,
        StatusText = Text(status),
        OrderPrice = order.Request.Price,
        OrderQuantity = order.Request.Quantity,
        ExecutedPrice = fill?.Price,
        ExecutedQuantity = fill?.Quantity ?? 0,
    };

    private static string Text(OrderType type) => type switch
    {
        OrderType.Market => "MARKET",
        OrderType.ImmediateOrCancel => "IOC",
        OrderType.FillOrKill => "FOK",
        OrderType.PostOnly => "POST_ONLY",
        _ => "LIMIT",
    };

    private static string Text(OrderStatus status) => status switch
    {
        OrderStatus.New => "NEW",
        OrderStatus.PartiallyFilled => "PARTIAL_FILLED",
        OrderStatus.Filled => "FILLED",
        OrderStatus.Cancelled => "CANCELLED",
        _ => "REJECTED",
    };
}
