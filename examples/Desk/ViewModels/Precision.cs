namespace Nexus.Desk.ViewModels;

/// <summary>The number of decimal places of a column: that of the most precise number seen.</summary>
public readonly record struct Precision(int Price, int Quantity)
{
    public Precision With(decimal price, decimal quantity) => new(Math.Max(Price, price.Scale), Math.Max(Quantity, quantity.Scale));
}
