using System.Globalization;

namespace Nexus.Reactive;

/// <summary>One price on a side of a book, with the quantity resting there.</summary>
/// <remarks><c>default(Level)</c> is not a valid level; a book rejects it.</remarks>
/// <param name="Price">The price in the quote asset, above 0.</param>
/// <param name="Quantity">The quantity in the base asset, 0 or above. A book does not keep a level of quantity 0.</param>
/// <exception cref="ArgumentOutOfRangeException">The price or quantity is out of range.</exception>
public readonly record struct Level(decimal Price, decimal Quantity)
{
    /// <summary>The price in the quote asset, above 0.</summary>
    public decimal Price { get; init => field = DecimalRange.Positive(value, nameof(Price)); } = DecimalRange.Positive(Price, nameof(Price));

    /// <summary>The quantity in the base asset, 0 or above. A book does not keep a level of quantity 0.</summary>
    public decimal Quantity { get; init => field = DecimalRange.NotNegative(value, nameof(Quantity)); } = DecimalRange.NotNegative(Quantity, nameof(Quantity));

    /// <summary>Returns the level as <c>61837.63×0.02</c>, independent of culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Price}×{Quantity}");
}
