namespace Nexus.Reactive;

/// <summary>Unusual conditions of an order. Each flag except <see cref="Conflict"/> is cleared when its cause no longer exists.</summary>
[Flags]
public enum OrderFlags
{
    /// <summary>There are no unusual conditions.</summary>
    None = 0,

    /// <summary>The order is known from transactions only; no ORDER_UPDATE was received.</summary>
    Orphan = 1,

    /// <summary>The stream was cut after the order's latest input.</summary>
    Stale = 2,

    /// <summary>The executed quantity exceeds the ordered quantity.</summary>
    Overfilled = 4,

    /// <summary>The exchange reported FILLED, but the known executed quantity is less than the ordered quantity.</summary>
    Underfilled = 8,

    /// <summary>The inputs contradict each other: in side, symbol or final status, or in the content of one transaction id.</summary>
    Conflict = 16,

    /// <summary>
    /// The average price uses prices of ORDER_UPDATEs or of a snapshot, because transactions are missing. A quantity without a price, such as that of a snapshot
    /// without an average price, is no part of the average.
    /// </summary>
    Estimated = 32,

    /// <summary>A part of the executed quantity is reported only by a snapshot; transactions have not confirmed it.</summary>
    Inferred = 64,

    /// <summary>The tracker considers the order open, but the latest snapshot does not list it. Its final status is not known.</summary>
    Missing = 128,

    /// <summary>
    /// An ORDER_UPDATE reported an executed quantity with a status that does not explain it, such as NEW or an unknown status. It is not counted; a transaction
    /// or a snapshot may still explain it.
    /// </summary>
    Unexplained = 256,
}
