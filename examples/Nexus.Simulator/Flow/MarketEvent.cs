using Nexus.Simulator.Matching;

namespace Nexus.Simulator.Flow;

/// <summary>An event of a market, for all connections or for those of one owner.</summary>
public abstract record MarketEvent;

/// <summary>The whole visible book, both sides best first.</summary>
public sealed record BookEvent(IReadOnlyList<BookLevel> Asks, IReadOnlyList<BookLevel> Bids) : MarketEvent;

/// <summary>A trade at the resting order's price, with the taker's side.</summary>
public sealed record TradeEvent(decimal Price, decimal Quantity, OrderSide Side) : MarketEvent;

/// <summary>
/// An order's new status, with its name on the wire, and the price and quantity of this execution (0 if there is none).
/// The order's remaining quantity may already include later executions.
/// </summary>
public sealed record OrderEvent(Order Order, string Status, decimal ExecutedPrice, decimal ExecutedQuantity) : MarketEvent;

/// <summary>One execution of an owned order. Ids are unique over all symbols.</summary>
public sealed record TransactionEvent(long Id, Order Order, decimal Price, decimal Quantity) : MarketEvent;
