using System.Globalization;

namespace Nexus.Reactive;

/// <summary>A position that was held before the first fill that is tracked.</summary>
public sealed record OpeningPosition : IHasSymbol
{
    /// <param name="symbol">The symbol.</param>
    /// <param name="quantity">The quantity in the base asset; negative for a short position.</param>
    /// <param name="averageCost">The cost per unit in the quote asset, above 0. Profit is counted from this cost.</param>
    public OpeningPosition(Symbol symbol, decimal quantity, decimal averageCost)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(averageCost);
        (Symbol, Quantity, AverageCost) = (symbol, quantity, averageCost);
    }

    /// <summary>The symbol.</summary>
    public Symbol Symbol { get; }

    /// <summary>The quantity in the base asset; negative for a short position.</summary>
    public decimal Quantity { get; }

    /// <summary>The cost per unit in the quote asset.</summary>
    public decimal AverageCost { get; }

    /// <summary>Returns the position in one line, independent of culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"OpeningPosition {Symbol} {Quantity} at {AverageCost}");
}
