using System.Reactive.Concurrency;
using Nexus.Reactive;

namespace Strategy;

/// <summary>The two quotes of a market maker and its position.</summary>
internal sealed class QuotePair(IScheduler clock, MarketMakerRules rules)
{
    private readonly QuoteSide _bid = new(clock, Side.Buy);
    private readonly QuoteSide _ask = new(clock, Side.Sell);
    private decimal _position;

    public IEnumerable<Signal> OnBook(Book book)
    {
        var (bid, ask) = GetPrices(book);
        return [.. _bid.Quote(book.Symbol, bid, GetQuantity(_position), Tolerance(book)), .. _ask.Quote(book.Symbol, ask, GetQuantity(-_position), Tolerance(book))];
    }

    public IEnumerable<Signal> OnOrder(OrderEvent change)
    {
        // The position is that of the account: every order of it counts, also one whose fill is reported late.
        var filled = change.After.Filled - (change.Before?.Filled ?? 0);
        _position += change.After.Side == Side.Buy ? filled : -filled;
        _bid.OnOrder(change);
        _ask.OnOrder(change);
        return [];
    }

    public IEnumerable<Signal> OnGap(FeedGap gap) => [.. _bid.Withdraw(), .. _ask.Withdraw()];

    /// <summary>Returns the prices of both quotes, which never take; null for a side without a market.</summary>
    private (decimal? Bid, decimal? Ask) GetPrices(Book book)
    {
        if (book is not { Microprice: { } fair, BestBid: { } bestBid, BestAsk: { } bestAsk, IsCrossed: false })
            return (null, null);
        var center = fair * (1 - (rules.Skew * _position / rules.MaxPosition));
        var (bid, ask) = (center * (1 - rules.HalfSpread), center * (1 + rules.HalfSpread));
        return (
            Math.Min(Math.Floor(bid / rules.PriceStep) * rules.PriceStep, bestAsk.Price - rules.PriceStep),
            Math.Max(Math.Ceiling(ask / rules.PriceStep) * rules.PriceStep, bestBid.Price + rules.PriceStep));
    }

    private decimal GetQuantity(decimal held) => Math.Min(rules.Quantity, rules.MaxPosition - held);

    private decimal Tolerance(Book book) => book.Mid.GetValueOrDefault() * rules.Requote;
}
