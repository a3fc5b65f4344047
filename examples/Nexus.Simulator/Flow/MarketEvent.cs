using Nexus.Simulator.Matching;

namespace Nexus.Simulator.Flow;

/// <summary>Something a market tells: to everybody, or to one owner's connections.</summary>
public abstract record MarketEvent;

/// <summary>The whole visible book, both sides best first.</summary>
public sealed record BookEvent(IReadOnlyList<BookLevel> Asks, IReadOnlyList<BookLevel> Bids) : MarketEvent;

/// <summary>A trade at the resting order's price, with the taker's side.</summary>
public sealed record TradeEvent(decimal Price, decimal Quantity, OrderSide Side) : MarketEvent;

/// <summary>
/// An order's new status, as named on the wire, with the price and quantity of this execution (0 when there is none).
/// What the order has left is as of later.
/// </summary>
public sealed record OrderEvent(Order Order, string Status, decimal ExecutedPrice, decimal ExecutedQuantity) : MarketEvent;

/// <summary>One execution of an owned order. Ids are unique over all symbols.</summary>
public sealed record TransactionEvent(long Id, Order Order, decimal Price, decimal Quantity) : MarketEvent;
