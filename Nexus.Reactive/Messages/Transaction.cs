namespace Nexus.Reactive;

/// <summary><c>TRANSACTION</c>: one fill of one of the client's own orders.</summary>
/// <param name="Timestamp">The exchange's time, whole milliseconds, UTC.</param>
/// <param name="Id">The transaction's id: the same id is the same fill.</param>
/// <param name="Symbol">What was traded.</param>
/// <param name="OrderId">The order that was filled.</param>
/// <param name="ExecutedPrice">This fill's price in the quote asset, above 0.</param>
/// <param name="ExecutedQuantity">This fill's quantity in the base asset, 0 or above.</param>
/// <param name="Fee">The fee in <paramref name="FeeAsset"/>, negative for a rebate; null when the exchange did not say.</param>
/// <param name="FeeAsset">What the fee is paid in; null when the exchange did not say.</param>
/// <param name="Side">The order's side.</param>
public sealed record Transaction(
    DateTimeOffset Timestamp,
    long Id,
    Symbol Symbol,
    long OrderId,
    decimal ExecutedPrice,
    decimal ExecutedQuantity,
    decimal? Fee,
    string? FeeAsset,
    Side Side) : NexusMessage, IHasSymbol
{
    internal override MessageKind Kind => MessageKind.Transaction;
}
