namespace Nexus.Desk.ViewModels;

public readonly record struct CandlePrices(decimal Open, decimal High, decimal Low, decimal Close)
{
    public CandlePrices With(decimal price) => new(Open, Math.Max(High, price), Math.Min(Low, price), price);
}
