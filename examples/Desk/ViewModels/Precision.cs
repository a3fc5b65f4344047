namespace Nexus.Desk.ViewModels;

/// <summary>How many decimal places a column needs: as many as the finest number seen in it.</summary>
public readonly record struct Precision(int Price, int Quantity)
{
    public Precision With(decimal price, decimal quantity) => new(Math.Max(Price, price.Scale), Math.Max(Quantity, quantity.Scale));
}
