using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The fill that a market order would get from the current book. It may be less than the ordered quantity.</summary>
/// <remarks>Sums are exact; a property that reads one rounds it once, beyond 28 digits. Fees are not included.</remarks>
public readonly record struct BookFill
{
    private readonly ExactSum _quantity;
    private readonly ExactSum _notional;

    internal BookFill(in ExactSum quantity, in ExactSum notional, decimal? worstPrice, bool isComplete)
    {
        _quantity = quantity;
        _notional = notional;
        WorstPrice = worstPrice;
        IsComplete = isComplete;
    }

    /// <summary>The average price, <see cref="Notional"/> / <see cref="FilledQuantity"/>; null when nothing is filled.</summary>
    public decimal? AveragePrice => _quantity.IsZero ? null : ExactSum.Divide(_notional, _quantity);

    /// <summary>The price of the last level from which the fill takes; null if nothing is filled.</summary>
    public decimal? WorstPrice { get; }

    /// <summary>The filled quantity, in the base asset.</summary>
    /// <exception cref="OverflowException">The quantity is beyond decimal's range.</exception>
    public decimal FilledQuantity => _quantity.ToDecimal();

    /// <summary>Σ price × quantity of the fills, in the quote asset.</summary>
    /// <exception cref="OverflowException">The notional is beyond decimal's range.</exception>
    public decimal Notional => _notional.ToDecimal();

    /// <summary>Whether the book has a sufficient quantity for the whole order.</summary>
    public bool IsComplete { get; }

    /// <summary>Quantity, average and worst price in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{FilledQuantity} @ {AveragePrice?.ToString(CultureInfo.InvariantCulture) ?? "-"}, worst {WorstPrice?.ToString(CultureInfo.InvariantCulture) ?? "-"}{(IsComplete ? "" : ", partial")}");
}
