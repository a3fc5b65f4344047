namespace Nexus.Reactive;

public sealed partial record Book
{
    /// <summary>
    /// The mid price weighted by the other side's quantity, (bid · askQuantity + ask · bidQuantity) / (bidQuantity + askQuantity): the larger the bid's
    /// quantity, the nearer it is to the ask (J. Gatheral and R. Oomen, "Zero-intelligence realized variance estimation", 2010). Null if a side is empty.
    /// </summary>
    public decimal? Microprice
    {
        get
        {
            if ((BestBid, BestAsk) is not ({ } bid, { } ask))
                return null;
            ExactSum weighted = default, weight = new(bid.Quantity);
            weighted.AddProduct(bid.Price, ask.Quantity);
            weighted.AddProduct(ask.Price, bid.Quantity);
            weight.Add(ask.Quantity);
            return ExactSum.Divide(weighted, weight);
        }
    }

    /// <summary>
    /// Returns the imbalance of the quantities of the best levels, (bids − asks) / (bids + asks), from −1 (only asks) to 1 (only bids)
    /// (M. Gould and J. Bonart, "Queue imbalance as a one-tick-ahead price predictor in a limit order book", 2016, for the best level). Null if both sides are empty.
    /// </summary>
    /// <param name="depth">The number of levels of each side to count, 1 or more.</param>
    public decimal? Imbalance(int depth)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(depth);
        ExactSum difference = default, total = default;
        foreach (var level in Bids.AsSpan()[..Math.Min(depth, Bids.Length)])
        {
            difference.Add(level.Quantity);
            total.Add(level.Quantity);
        }

        foreach (var level in Asks.AsSpan()[..Math.Min(depth, Asks.Length)])
        {
            difference.Subtract(level.Quantity);
            total.Add(level.Quantity);
        }

        return total.IsZero ? null : ExactSum.Divide(difference, total);
    }
}
