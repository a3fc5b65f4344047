using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The volume that was traded at one price.</summary>
/// <remarks>The sums are exact. A sum beyond decimal's range throws <see cref="OverflowException"/> when it is read.</remarks>
public readonly record struct ProfileLevel
{
    internal ProfileLevel(decimal price, in LevelSums sums)
    {
        Price = price;
        Sums = sums;
    }

    /// <summary>The price in the quote asset; in a grouped profile, the lower bound of the group.</summary>
    public decimal Price { get; }

    /// <summary>Σ quantity of the trades whose taker was the buyer, in the base asset.</summary>
    public decimal BuyVolume => Sums.Buy.ToDecimal();

    /// <summary>Σ quantity of the trades whose taker was the seller, in the base asset.</summary>
    public decimal SellVolume => Sums.Sell.ToDecimal();

    /// <summary>Σ quantity, in the base asset.</summary>
    public decimal Volume => Sums.Volume.ToDecimal();

    /// <summary><see cref="BuyVolume"/> − <see cref="SellVolume"/>.</summary>
    public decimal Delta
    {
        get
        {
            var delta = Sums.Buy;
            delta.Subtract(Sums.Sell);
            return delta.ToDecimal();
        }
    }

    /// <summary>The number of trades.</summary>
    public int TradeCount => Sums.Count;

    internal LevelSums Sums { get; }

    /// <summary>Returns the price and both volumes, independent of culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Price}: {BuyVolume} bought, {SellVolume} sold");
}
