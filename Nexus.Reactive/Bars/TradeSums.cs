namespace Nexus.Reactive;

/// <summary>What a bar knows of its trades, exact and addable.</summary>
internal struct TradeSums : ITradeAggregate<TradeSums, VwapBar>, IEquatable<TradeSums>
{
    public ExactSum Volume;
    public ExactSum Notional;
    public ExactSum BuyVolume;
    public ExactSum SellVolume;
    public decimal? Open;
    public decimal? High;
    public decimal? Low;
    public decimal? Close;

    public int Count { get; set; }

    public void Add(Trade trade)
    {
        Volume.Add(trade.Quantity);
        Notional.AddProduct(trade.Price, trade.Quantity);
        if (trade.Side == Side.Buy)
            BuyVolume.Add(trade.Quantity);
        else
            SellVolume.Add(trade.Quantity);
        Count++;
        Open ??= trade.Price;
        High = Higher(High, trade.Price);
        Low = Lower(Low, trade.Price);
        Close = trade.Price;
    }

    public void Add(in TradeSums later)
    {
        Volume.Add(later.Volume);
        Notional.Add(later.Notional);
        BuyVolume.Add(later.BuyVolume);
        SellVolume.Add(later.SellVolume);
        Count = checked(Count + later.Count);
        Open ??= later.Open;
        High = Higher(High, later.High);
        Low = Lower(Low, later.Low);
        Close = later.Close ?? Close;
    }

    public readonly VwapBar ToResult(Symbol symbol, DateTimeOffset start, DateTimeOffset end, bool isComplete, bool hasGap) =>
        new(symbol, start, end, this, isComplete, hasGap);

    public readonly bool Equals(TradeSums other) =>
        Count == other.Count
        && Open == other.Open
        && High == other.High
        && Low == other.Low
        && Close == other.Close
        && Volume.Equals(other.Volume)
        && Notional.Equals(other.Notional)
        && BuyVolume.Equals(other.BuyVolume)
        && SellVolume.Equals(other.SellVolume);

    public override readonly bool Equals(object? obj) => obj is TradeSums other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Count, Open, High, Low, Close);

    private static decimal? Higher(decimal? left, decimal? right) => left >= right || right is null ? left : right;

    private static decimal? Lower(decimal? left, decimal? right) => left <= right || right is null ? left : right;
}
