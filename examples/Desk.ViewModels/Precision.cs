namespace Nexus.Desk.ViewModels;

/// <summary>The number of decimal places of a column, which is that of its most precise number so far.</summary>
public readonly record struct Precision(int Price, int Quantity)
{
    /// <summary>The smallest price with these decimal places.</summary>
    public decimal PriceStep => new(1, 0, 0, isNegative: false, (byte)Price);

    public Precision With(decimal price, decimal quantity) => new(Math.Max(Price, price.Scale), Math.Max(Quantity, quantity.Scale));
}
