using Nexus.Reactive.Tests.Orders.Model;

namespace Nexus.Reactive.Tests.Backtesting;

/// <summary>
/// The rules of hftbacktest's PartialFillExchange as its documentation and source state them, written down separately, with exact fractions: prices and
/// quantities are changed level by level, each order is independent of the others, and there is no latency.
/// </summary>
/// <param name="power">The exponent of the queue model; null for the risk-averse one.</param>
/// <param name="lot">The smallest quantity.</param>
internal sealed class PublishedExchange(int? power, decimal lot)
{
    private readonly Dictionary<decimal, decimal> _bids = [];
    private readonly Dictionary<decimal, decimal> _asks = [];
    private readonly List<Resting> _orders = [];

    /// <summary>Each fill: the order, the price and the quantity.</summary>
    public List<(long Order, decimal Price, decimal Quantity)> Fills { get; } = [];

    public void OnBook(Book book)
    {
        Change(Side.Buy, _bids, book.Bids.ToDictionary(static level => level.Price, static level => level.Quantity));
        Change(Side.Sell, _asks, book.Asks.ToDictionary(static level => level.Price, static level => level.Quantity));
        foreach (var order in Of(Side.Buy).Where(order => book.BestAsk is { } ask && order.Price >= ask.Price))
            Fill(order, order.Price, order.Leaves);
        foreach (var order in Of(Side.Sell).Where(order => book.BestBid is { } bid && order.Price <= bid.Price))
            Fill(order, order.Price, order.Leaves);
    }

    public void OnTrade(Trade trade)
    {
        foreach (var order in Of(trade.Side == Side.Sell ? Side.Buy : Side.Sell))
        {
            if (order.Side == Side.Buy ? order.Price > trade.Price : order.Price < trade.Price)
                Fill(order, order.Price, order.Leaves);
            else if (order.Price == trade.Price)
            {
                order.Front -= trade.Quantity;
                order.Traded += trade.Quantity;
                var lots = Math.Round((-order.Front).Round() / lot, MidpointRounding.AwayFromZero);
                if (lots <= 0)
                    continue;
                order.Front = 0;
                Fill(order, order.Price, Math.Min(lots * lot, order.Leaves));
            }
        }
    }

    public void Place(long id, OrderRequest request)
    {
        var order = new Resting(id, request.Side, request.Price ?? (request.Side == Side.Buy ? decimal.MaxValue : 0.0000001m), request.Quantity);
        var other = request.Side == Side.Buy
            ? _asks.Where(level => level.Key <= order.Price).OrderBy(static level => level.Key).ToList()
            : _bids.Where(level => level.Key >= order.Price).OrderByDescending(static level => level.Key).ToList();
        var crosses = other.Count > 0;
        if (request.Type == OrderType.PostOnly && crosses)
            return;
        if (request.Type == OrderType.FillOrKill && other.Sum(static level => level.Value) < request.Quantity)
            return;
        foreach (var (price, quantity) in other.TakeWhile(_ => order.Leaves > 0))
            Fill(order, price, Math.Min(quantity, order.Leaves));
        if (order.Leaves == 0 || request.Type is not (OrderType.Limit or OrderType.PostOnly))
            return;
        if (crosses)
            Fill(order, order.Price, order.Leaves);
        else
        {
            order.Front = (request.Side == Side.Buy ? _bids : _asks).GetValueOrDefault(order.Price);
            _orders.Add(order);
        }
    }

    public void Cancel(long id) => _orders.RemoveAll(order => order.Id == id);

    private Resting[] Of(Side side) => [.. _orders.Where(order => order.Side == side)];

    private void Change(Side side, Dictionary<decimal, decimal> old, Dictionary<decimal, decimal> next)
    {
        foreach (var order in Of(side))
        {
            var (before, after) = (old.GetValueOrDefault(order.Price), next.GetValueOrDefault(order.Price));
            if (before == after)
                continue;
            var left = before - after - order.Traded;
            order.Traded = 0;
            if (left >= 0 && power is { } n)
            {
                var (front, back) = (order.Front, before - order.Front);
                var whole = Power(back, n) + Power(front, n);
                var behind = whole.IsZero ? 0 : Power(back, n) / whole * left;
                order.Front = front - (left - behind) + Fraction.Min(back - behind, 0);
            }

            order.Front = Fraction.Min(order.Front, after);

            // As the exchange does, so that the fractions stay short.
            order.Front = order.Front.Round();
        }

        old.Clear();
        foreach (var (price, quantity) in next)
            old.Add(price, quantity);
    }

    private void Fill(Resting order, decimal price, decimal quantity)
    {
        order.Leaves -= quantity;
        Fills.Add((order.Id, price, quantity));
        if (order.Leaves == 0)
            _orders.Remove(order);
    }

    private static Fraction Power(Fraction x, int n) => Enumerable.Repeat(x, n).Aggregate(static (product, factor) => product * factor);

    private sealed class Resting(long id, Side side, decimal price, decimal quantity)
    {
        public long Id { get; } = id;

        public Side Side { get; } = side;

        public decimal Price { get; } = price;

        public decimal Leaves { get; set; } = quantity;

        public Fraction Front { get; set; }

        public decimal Traded { get; set; }
    }
}
