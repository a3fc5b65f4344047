namespace Nexus.Reactive.Backtesting.Matching;

/// <summary>One side of the latest book, and what own orders have taken from it since.</summary>
internal sealed class ShownLevels(BookSide side)
{
    private readonly Dictionary<decimal, decimal> _taken = [];
    private Book? _book;

    private ReadOnlySpan<Level> Levels => _book is null ? [] : side == BookSide.Ask ? _book.Asks.AsSpan() : _book.Bids.AsSpan();

    /// <summary>Replaces the book, null during a gap. What was taken is available again if the new book shows it.</summary>
    public void Show(Book? book)
    {
        _book = book;
        Restore();
    }

    /// <summary>Makes what was taken available again.</summary>
    public void Restore() => _taken.Clear();

    /// <summary>
    /// Returns the quantity that a book shows at a price; null if there is no book, or the price is beyond the last level of the side, so that the quantity is
    /// unknown.
    /// </summary>
    public static decimal? QuantityAt(Book? book, BookSide side, decimal price)
    {
        if (book is null)
            return null;
        var levels = side == BookSide.Ask ? book.Asks.AsSpan() : book.Bids.AsSpan();
        foreach (var level in levels)
        {
            if (level.Price == price)
                return level.Quantity;
            if (side == BookSide.Ask ? level.Price > price : level.Price < price)
                return 0;
        }

        return levels.IsEmpty ? 0 : null;
    }

    /// <summary>Returns the quantity that the order could take now.</summary>
    public decimal Available(PaperOrder order)
    {
        var sum = 0m;
        foreach (var level in Levels)
        {
            if (!order.Accepts(level.Price) || sum >= order.Leaves)
                break;
            sum += Left(level);
        }

        return sum;
    }

    /// <summary>Takes the best quantity that the order accepts, at one price; null if there is none.</summary>
    /// <param name="order">The order.</param>
    /// <param name="pending">The part of the order that was taken but is not yet subtracted from its rest.</param>
    public Level? Take(PaperOrder order, decimal pending = 0)
    {
        foreach (var level in Levels)
        {
            if (!order.Accepts(level.Price))
                break;
            if (Left(level) is var left and > 0)
            {
                var fill = level with { Quantity = Math.Min(left, order.Leaves - pending) };
                _taken[level.Price] = _taken.GetValueOrDefault(level.Price) + fill.Quantity;
                return fill;
            }
        }

        return null;
    }

    private decimal Left(Level level) => level.Quantity - (_taken.Count == 0 ? 0 : _taken.GetValueOrDefault(level.Price));
}
