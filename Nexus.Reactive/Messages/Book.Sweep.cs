using System.Collections.Immutable;

namespace Nexus.Reactive;

public sealed partial record Book
{
    /// <summary>Returns the fill that a market order of this quantity would get: a buyer takes asks, a seller takes bids, best first.</summary>
    /// <param name="side">The taker's side.</param>
    /// <param name="quantity">The quantity in the base asset, 0 or above.</param>
    /// <returns>The fill, limited to the quantity in the book; <see cref="BookFill.IsComplete"/> indicates whether the whole order is filled.</returns>
    public BookFill Sweep(Side side, decimal quantity)
    {
        OptionValue.Defined(side, nameof(side));
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        ExactSum left = new(quantity), filled = default, notional = default;
        decimal? worst = null;
        foreach (var level in TakenBy(side))
        {
            if (left.IsZero)
                break;
            var isWhole = left.IsAtLeast(new ExactSum(level.Quantity));
            var taken = isWhole ? level.Quantity : left.ToDecimal();
            filled.Add(taken);
            notional.AddProduct(level.Price, taken);
            worst = level.Price;
            if (isWhole)
                left.Subtract(taken);
            else
                left = default;
        }

        return new BookFill(filled, notional, worst, isComplete: left.IsZero);
    }

    /// <summary>
    /// Returns the fill that a market order of this value would get: a buyer spends the value on asks, and a seller sells to bids until the value is earned,
    /// best price first.
    /// </summary>
    /// <param name="side">The taker's side.</param>
    /// <param name="notional">The value in the quote asset, 0 or above.</param>
    /// <returns>
    /// The fill, limited to the quantity in the book; <see cref="BookFill.IsComplete"/> indicates whether the whole order is filled. The quantity taken from
    /// the last level is value / price, rounded to 28 digits.
    /// </returns>
    public BookFill SweepNotional(Side side, decimal notional)
    {
        OptionValue.Defined(side, nameof(side));
        ArgumentOutOfRangeException.ThrowIfNegative(notional);
        ExactSum left = new(notional), filled = default, spent = default;
        decimal? worst = null;
        foreach (var level in TakenBy(side))
        {
            if (left.IsZero)
                break;
            var whole = default(ExactSum);
            whole.AddProduct(level.Price, level.Quantity);
            worst = level.Price;
            if (left.IsAtLeast(whole))
            {
                filled.Add(level.Quantity);
                spent.Add(whole);
                left.Subtract(whole);
            }
            else
            {
                filled.Add(ExactSum.Divide(left, new ExactSum(level.Price)));
                spent.Add(left);
                left = default;
            }
        }

        return new BookFill(filled, spent, worst, isComplete: left.IsZero);
    }

    private ImmutableArray<Level> TakenBy(Side side) => side == Side.Buy ? Asks : Bids;
}
