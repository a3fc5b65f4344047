namespace Nexus.Reactive.Backtesting;

/// <summary>How much of an order a <see cref="PaperExchange"/> fills when the market passes the order's price.</summary>
public enum PaperFillRule
{
    /// <summary>
    /// As much as trades and books show, each quantity once. An order at a price that no book has shown yet waits until one shows it, because the quantity
    /// ahead of it is unknown.
    /// </summary>
    ShownQuantity,

    /// <summary>
    /// The whole order, as in hftbacktest's <c>PartialFillExchange</c>: also the rest of a limit order that executes immediately. Each order sees every trade
    /// in full, and nothing is ahead of an order at a price that the book does not show.
    /// </summary>
    WholeOrder,
}
