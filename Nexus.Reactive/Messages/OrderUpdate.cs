namespace Nexus.Reactive;

/// <summary><c>ORDER_UPDATE</c>: something happened to one of the client's own orders.</summary>
/// <param name="Timestamp">The exchange's time, whole milliseconds, UTC.</param>
/// <param name="Symbol">The order's symbol.</param>
/// <param name="OrderId">The exchange's id of the order.</param>
/// <param name="OrderType">The order's type; <see cref="OrderType.Unknown"/> when the exchange names one that is not listed here.</param>
/// <param name="OrderTypeText">The type as the exchange wrote it.</param>
/// <param name="OrderPrice">The limit price in the quote asset; null when absent or 0 (a market order).</param>
/// <param name="OrderQuantity">The ordered quantity in the base asset; null when absent.</param>
/// <param name="ExecutedPrice">The price of this execution in the quote asset; null when absent or 0.</param>
/// <param name="ExecutedQuantity">What was executed by this event, in the base asset; 0 when absent.</param>
/// <param name="AggregatedExecutedQuantity">What was executed in total, in the base asset; null when the exchange did not say.</param>
/// <param name="Side">The order's side.</param>
/// <param name="Status">The order's status; <see cref="OrderStatus.Unknown"/> when the exchange names one that is not listed here.</param>
/// <param name="StatusText">The status as the exchange wrote it.</param>
public sealed record OrderUpdate(
    DateTimeOffset Timestamp,
    Symbol Symbol,
    long OrderId,
    OrderType OrderType,
    string OrderTypeText,
    decimal? OrderPrice,
    decimal? OrderQuantity,
    decimal? ExecutedPrice,
    decimal ExecutedQuantity,
    decimal? AggregatedExecutedQuantity,
    Side Side,
    OrderStatus Status,
    string StatusText) : NexusMessage, IHasSymbol
{
    internal override MessageKind Kind => MessageKind.OrderUpdate;
}
