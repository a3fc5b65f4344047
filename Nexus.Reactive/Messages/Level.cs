using System.Globalization;

namespace Nexus.Reactive;

/// <summary>One price of a book's side with the quantity that rests there.</summary>
/// <remarks><c>default(Level)</c> is no level; a book refuses it.</remarks>
/// <param name="Price">The price in the quote asset, above 0.</param>
/// <param name="Quantity">The quantity in the base asset, 0 or above. A book does not keep a level of quantity 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A price or quantity is out of its range.</exception>
public readonly record struct Level(decimal Price, decimal Quantity)
{
    /// <summary>The price in the quote asset, above 0.</summary>
    public decimal Price { get; init => field = DecimalRange.Positive(value, nameof(Price)); } = DecimalRange.Positive(Price, nameof(Price));

    /// <summary>The quantity in the base asset, 0 or above. A book does not keep a level of quantity 0.</summary>
    public decimal Quantity { get; init => field = DecimalRange.NotNegative(value, nameof(Quantity)); } = DecimalRange.NotNegative(Quantity, nameof(Quantity));

    /// <summary>The level as <c>61837.63×0.02</c>, independent of culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Price}×{Quantity}");
}
