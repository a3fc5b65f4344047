namespace Nexus.Reactive;

/// <summary>What is unusual about an order. Each flag except <see cref="Conflict"/> is cleared when its cause is gone.</summary>
[Flags]
public enum OrderFlags
{
    /// <summary>Nothing is unusual.</summary>
    None = 0,

    /// <summary>The order is known from transactions only; no ORDER_UPDATE was received.</summary>
    Orphan = 1,

    /// <summary>The stream was cut after the order's latest input.</summary>
    Stale = 2,

    /// <summary>More was executed than ordered.</summary>
    Overfilled = 4,

    /// <summary>The exchange reported FILLED, but less than the ordered quantity is known to be executed.</summary>
    Underfilled = 8,

    /// <summary>The inputs contradict each other: in side, symbol or final status, or in the content of one transaction id.</summary>
    Conflict = 16,

    /// <summary>The average price uses prices of ORDER_UPDATEs, not of transactions alone.</summary>
    Estimated = 32,

    /// <summary>A part of what was executed is known from a snapshot only; transactions have not confirmed it.</summary>
    Inferred = 64,

    /// <summary>The order is open here but not listed in the latest snapshot; how it ended is not known.</summary>
    Missing = 128,

    /// <summary>An ORDER_UPDATE stated an executed quantity with a status that explains none, such as NEW or an unknown one. It is not counted; a transaction or a snapshot may still explain it.</summary>
    Unexplained = 256,
}
