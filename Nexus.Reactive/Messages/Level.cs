namespace Nexus.Reactive;

/// <summary>One price of a book's side and all that rests there.</summary>
/// <param name="Price">In the quote asset, above 0.</param>
/// <param name="Quantity">In the base asset, above 0.</param>
public readonly record struct Level(decimal Price, decimal Quantity)
{
    /// <summary><c>61837.63×0.02</c>, independent of culture.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Price}×{Quantity}");
}
