namespace Nexus.Reactive;

/// <summary>The sums and prices of a set of trades. The sums are exact, and two instances can be added.</summary>
internal struct TradeSums : ITradeAggregate<TradeSums, VwapBar>, IEquatable<TradeSums>
{
    public ExactSum Notional;
    public ExactSum BuyVolume;
    public ExactSum SellVolume;
    public decimal? Open;
    public decimal? High;
    public decimal? Low;
    public decimal? Close;

    public int Count { get; set; }

    public readonly ExactSum Volume
    {
        get
        {
            var volume = BuyVolume;
            volume.Add(SellVolume);
            return volume;
        }
    }

    public void Add(Trade trade)
    {
        Notional.AddProduct(trade.Price, trade.Quantity);
        if (trade.Side == Side.Buy)
            BuyVolume.Add(trade.Quantity);
        else
            SellVolume.Add(trade.Quantity);
        Count++;
        Open ??= trade.Price;
        High = Max(High, trade.Price);
        Low = Min(Low, trade.Price);
        Close = trade.Price;
    }

    public void Add(in TradeSums later)
    {
        Notional.Add(later.Notional);
        BuyVolume.Add(later.BuyVolume);
        SellVolume.Add(later.SellVolume);
        Count = checked(Count + later.Count);
        Open ??= later.Open;
        High = Max(High, later.High);
        Low = Min(Low, later.Low);
        Close = later.Close ?? Close;
    }

    public readonly VwapBar ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap) =>
        new(symbol, start, end, this, isComplete, hasGap);

    public readonly bool Equals(TradeSums other) =>
        Count == other.Count
        && Open == other.Open
        && High == other.High
        && Low == other.Low
        && Close == other.Close
        && Notional.Equals(other.Notional)
        && BuyVolume.Equals(other.BuyVolume)
        && SellVolume.Equals(other.SellVolume);

    public override readonly bool Equals(object? obj) => obj is TradeSums other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Count, Open, High, Low, Close);

    private static decimal? Max(decimal? left, decimal? right) => left >= right || right is null ? left : right;

    private static decimal? Min(decimal? left, decimal? right) => left <= right || right is null ? left : right;
}
