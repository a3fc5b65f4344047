namespace Nexus.Reactive;

/// <summary>What is known of one of the client's own orders. Quantities are in the base asset, prices in the quote asset.</summary>
/// <remarks>
/// A function of the set of inputs, not of their order of arrival. Two ledgers are kept: the transactions (T) and the ORDER_UPDATEs (U).
/// </remarks>
/// <param name="OrderId">The exchange's id.</param>
/// <param name="Symbol">The order's symbol.</param>
/// <param name="Side">The order's side.</param>
/// <param name="Type">Its type; <see cref="OrderType.Unknown"/> until one is known.</param>
/// <param name="Price">Its limit price; null when there is none or it is not known.</param>
/// <param name="Quantity">The ordered quantity; null while unknown.</param>
/// <param name="Status">Its status.</param>
/// <param name="Filled">What was executed: the greater of the two ledgers.</param>
/// <param name="Confirmed">T's total: the sum over distinct transaction ids.</param>
/// <param name="Unconfirmed">U's total less <paramref name="Confirmed"/>; negative when a transaction came before its update.</param>
/// <param name="Leaves">What is still to be executed, negative when overfilled, 0 when done; null while the quantity is unknown.</param>
/// <param name="AveragePrice">The average price of the ledger that <paramref name="Filled"/> comes from, T's when they are equal; null when none is known.
/// It is <see cref="Notional"/> divided by <paramref name="Filled"/>: too low where the notional has stopped at decimal's range.</param>
/// <param name="CreatedAt">The earliest timestamp among the inputs, of every copy of a transaction.</param>
/// <param name="UpdatedAt">The latest timestamp among the inputs, of every copy of a transaction.</param>
/// <param name="Flags">What is odd about it.</param>
/// <param name="IsDone">Whether it is filled, cancelled or rejected.</param>
/// <param name="IsSettled">Whether it is done and both ledgers agree.</param>
public sealed record Order(
    long OrderId,
    Symbol Symbol,
    Side Side,
    OrderType Type,
    decimal? Price,
    decimal? Quantity,
    OrderStatus Status,
    decimal Filled,
    decimal Confirmed,
    decimal Unconfirmed,
    decimal? Leaves,
    decimal? AveragePrice,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    OrderFlags Flags,
    bool IsDone,
    bool IsSettled) : IHasSymbol
{
    /// <summary>What <see cref="Filled"/> cost or earned, in the quote asset: the average price before its division; null when no price is known. It stops at decimal's range, 7.9 × 10²⁸.</summary>
    public decimal? Notional { get; init; }

    /// <summary>The exchange's word for a status that this version does not know, the latest one; null when <see cref="Status"/> is known.</summary>
    public string? StatusText { get; init; }
}
