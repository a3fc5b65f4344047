namespace Nexus.Reactive;

/// <summary>One order of an <see cref="OrderSnapshot"/>.</summary>
/// <param name="OrderId">The exchange's id.</param>
/// <param name="Symbol">The order's symbol.</param>
/// <param name="Side">The order's side.</param>
/// <param name="Type">Its type.</param>
/// <param name="Price">Its limit price in the quote asset; null when there is none.</param>
/// <param name="Quantity">The ordered quantity in the base asset; null or 0 when unknown.</param>
/// <param name="Status">Its status.</param>
/// <param name="Filled">What was executed in total, in the base asset.</param>
/// <param name="AveragePrice">At what price on average; null when unknown.</param>
public sealed record OrderSnapshotEntry(
    long OrderId,
    Symbol Symbol,
    Side Side,
    OrderType Type,
    decimal? Price,
    decimal? Quantity,
    OrderStatus Status,
    decimal Filled,
    decimal? AveragePrice) : IHasSymbol;
