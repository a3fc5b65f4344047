namespace Nexus.Reactive;

/// <summary>The key that identifies a transaction, which depends on the scope in which the exchange's ids are unique.</summary>
public enum TransactionKey
{
    /// <summary>The transaction's id alone. Two transactions of different symbols with the same id are a <see cref="OrderEventKind.Conflict"/>, and only the first one counts.</summary>
    Id,

    /// <summary>
    /// The symbol and the id: two symbols may use the same id. The default: it is also right if ids are unique over all symbols. A transaction whose symbol is
    /// not its order's counts too, and the order is flagged <see cref="OrderFlags.Conflict"/>.
    /// </summary>
    SymbolAndId,

    /// <summary>The order and the id: two orders may use the same id, as both sides of one trade do.</summary>
    OrderAndId,
}
