using Nexus.Reactive.Tests.Orders.Model;

namespace Nexus.Reactive.Tests.Orders.Queue;

/// <summary>
/// The bounds of one order, in exact fractions and from the whole history: it keeps every message and searches it for each answer. The order is not in the books
/// and nothing fills it.
/// </summary>
/// <param name="order">The order.</param>
/// <param name="history">The symbol's books and trades so far, in order of arrival.</param>
internal sealed class QueueModel(OrderUpdate order, IReadOnlyList<NexusMessage> history)
{
    private readonly int _first = history.Count;
    private readonly decimal _price = order.OrderPrice!.Value;

    public (Fraction Min, Fraction Max)? Read()
    {
        if (FirstBook() is not { } first)
            return null;
        var (min, max) = (Before(), Others(first));
        Fraction? shown = null;
        for (var place = _first; place < history.Count; place++)
        {
            if (history[place] is Trade trade && IsAhead(trade))
            {
                var executed = trade.Price == _price ? trade.Quantity : Fraction.Max(min, max ?? 0);
                min = Fraction.Max(0, min - executed);
                if (place > first && trade.Timestamp > LatestBook(place))
                    max = max is null ? null : Fraction.Max(0, max.Value - executed);
            }
            else if (history[place] is Book book && book.Timestamp > order.Timestamp)
            {
                var others = Others(place);
                if (others is null || (place > first && shown is null))
                    min = 0;
                else if (place > first)
                    min = Fraction.Max(0, min - Fraction.Max(0, shown!.Value - others.Value - Sum(Executed(place))));

                shown = others;
                if (others is not { } now)
                    continue;
                max = max is null ? now : Fraction.Min(max.Value, now);
                min = Fraction.Min(min, max.Value);
            }
        }

        return max is null ? null : (min, max.Value);
    }

    private static Fraction Sum(IEnumerable<Trade> trades) => trades.Aggregate((Fraction)0, static (sum, trade) => sum + trade.Quantity);

    private int? FirstBook()
    {
        for (var place = _first; place < history.Count; place++)
        {
            if (history[place] is Book book && book.Timestamp > order.Timestamp && Others(place) is not null)
                return place;
        }

        return null;
    }

    // What the latest book before the order showed, without the trades that it may not contain.
    private Fraction Before()
    {
        var place = _first - 1;
        while (place >= 0 && history[place] is not Book)
            place--;
        if (place < 0 || ((Book)history[place]).Timestamp >= order.Timestamp || Others(place) is not { } others)
            return 0;
        var since = history.Take(_first).OfType<Trade>().Where((trade, _) => IsAhead(trade) && IsAfter(trade, place)).ToList();
        return since.Exists(trade => trade.Price != _price) ? 0 : Fraction.Max(0, others - Sum(since));
    }

    private bool IsAfter(Trade trade, int book) => Place(trade) > book || history.Take(book + 1).OfType<Book>().Where(each => Place(each) > Place(trade)).All(each => each.Timestamp <= trade.Timestamp);

    private int Place(NexusMessage message)
    {
        for (var place = 0; place < history.Count; place++)
        {
            if (ReferenceEquals(history[place], message))
                return place;
        }

        return -1;
    }

    // The trades that this book is the first to contain, and that no earlier book may contain.
    private IEnumerable<Trade> Executed(int book)
    {
        var at = ((Book)history[book]).Timestamp;
        for (var place = _first; place < book; place++)
        {
            if (history[place] is Trade trade && IsAhead(trade) && trade.Timestamp < at && trade.Timestamp > LatestBook(place)
                && Books(place, book).All(earlier => earlier.Timestamp < trade.Timestamp))
                yield return trade;
        }
    }

    private IEnumerable<Book> Books(int from, int to) => Enumerable.Range(from, to - from).Select(place => history[place]).OfType<Book>().Where(book => book.Timestamp > order.Timestamp);

    private DateTimeOffset LatestBook(int place) => Books(_first, place).Select(static book => book.Timestamp).DefaultIfEmpty().Max();

    private bool IsAhead(Trade trade) => trade.Side != order.Side && (order.Side == Side.Buy ? trade.Price <= _price : trade.Price >= _price);

    private Fraction? Others(int place)
    {
        var side = order.Side == Side.Buy ? ((Book)history[place]).Bids : ((Book)history[place]).Asks;
        if (side.Any(level => level.Price == _price))
            return side.Single(level => level.Price == _price).Quantity;
        return side.Length > 0 && (order.Side == Side.Buy ? side[^1].Price < _price : side[^1].Price > _price) ? 0 : null;
    }
}
