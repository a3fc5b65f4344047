namespace Nexus.Reactive;

/// <summary>
/// The effect of an input on an order. If several kinds apply, the first one is used, in the order of
/// <see cref="NexusObservable.TrackOrders(NexusFeed, OrderTrackingOptions?)"/>' remarks.
/// </summary>
public enum OrderEventKind
{
    /// <summary>The order is <see cref="OrderStatus.New"/> now.</summary>
    Created,

    /// <summary>The order is <see cref="OrderStatus.PartiallyFilled"/> now, or remains partially filled and <see cref="Order.Filled"/> increased.</summary>
    PartiallyFilled,

    /// <summary>The order is <see cref="OrderStatus.Filled"/> now.</summary>
    Filled,

    /// <summary>The order is <see cref="OrderStatus.Cancelled"/> now.</summary>
    Cancelled,

    /// <summary>The order is <see cref="OrderStatus.Rejected"/> now.</summary>
    Rejected,

    /// <summary><see cref="Order.Filled"/> increased although the order was done.</summary>
    LateFill,

    /// <summary>The smaller ledger increased; <see cref="Order.Filled"/> did not change.</summary>
    FillConfirmed,

    /// <summary>The price, quantity, type, total or fee changed.</summary>
    Amended,

    /// <summary>A repetition: a known transaction, a replay after a gap or an update of a forgotten order, which are not counted; or a status that was reported before.</summary>
    Duplicate,

    /// <summary>The input did not change the order: for example, an older status that arrived late, or a status that this version does not support.</summary>
    Ignored,

    /// <summary>A contradiction; see <see cref="OrderFlags.Conflict"/>.</summary>
    Conflict,

    /// <summary>The stream was cut while the order was open.</summary>
    Stale,

    /// <summary>The two ledgers have differed for <see cref="OrderTrackingOptions.SettlementTimeout"/>.</summary>
    FillsMissing,

    /// <summary>The retention time of a done order has passed, or too many orders are done. The tracker no longer keeps it.</summary>
    Forgotten,

    /// <summary>
    /// Reported once for a tracker: the order's quantities contradict the setting of
    /// <see cref="OrderTrackingOptions.ExecutedQuantity"/> and fit the other one.
    /// </summary>
    Misread,

    /// <summary>A snapshot lists the order and did not change its status or total.</summary>
    Resynced,

    /// <summary>A snapshot does not list this open order; see <see cref="OrderFlags.Missing"/>.</summary>
    Missing,
}
