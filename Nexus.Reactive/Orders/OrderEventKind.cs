namespace Nexus.Reactive;

/// <summary>What one input meant for an order. The first that applies, in the order of <see cref="NexusObservable.TrackOrders(NexusFeed, OrderTrackingOptions?)"/>' remarks.</summary>
public enum OrderEventKind
{
    /// <summary>The order is <see cref="OrderStatus.New"/> now.</summary>
    Created,

    /// <summary>The order is <see cref="OrderStatus.PartiallyFilled"/> now, or stays so and <see cref="Order.Filled"/> grew.</summary>
    PartiallyFilled,

    /// <summary>The order is <see cref="OrderStatus.Filled"/> now.</summary>
    Filled,

    /// <summary>The order is <see cref="OrderStatus.Cancelled"/> now.</summary>
    Cancelled,

    /// <summary>The order is <see cref="OrderStatus.Rejected"/> now.</summary>
    Rejected,

    /// <summary><see cref="Order.Filled"/> grew although the order was done.</summary>
    LateFill,

    /// <summary>The ledger that was behind caught up, wholly or in part; <see cref="Order.Filled"/> stayed.</summary>
    FillConfirmed,

    /// <summary>Price, quantity, type or total was stated anew.</summary>
    Amended,

    /// <summary>Said before: a known transaction, a replay after a gap, news of a forgotten order (none is counted), or a restated status.</summary>
    Duplicate,

    /// <summary>Nothing new: for example an older status that came late, or one that this version does not know.</summary>
    Ignored,

    /// <summary>A contradiction; see <see cref="OrderFlags.Conflict"/>.</summary>
    Conflict,

    /// <summary>The stream was cut while the order was open.</summary>
    Stale,

    /// <summary>The two ledgers have differed for <see cref="OrderTrackingOptions.SettlementTimeout"/>.</summary>
    FillsMissing,

    /// <summary>The order was done long enough, or too many are; nothing more is kept of it.</summary>
    Forgotten,

    /// <summary>
    /// A diagnosis, once a tracker: this order's figures fit the reading of <c>executed_quantity</c> that
    /// <see cref="OrderTrackingOptions.ExecutedQuantity"/> is not set to.
    /// </summary>
    Misread,

    /// <summary>A snapshot spoke of the order without changing its status or total.</summary>
    Resynced,

    /// <summary>A snapshot does not list this open order; see <see cref="OrderFlags.Missing"/>.</summary>
    Missing,
}
