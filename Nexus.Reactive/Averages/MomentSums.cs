namespace Nexus.Reactive;

/// <summary>The first two moments of the prices of a set of trades, weighted by quantity: Σ q, Σ p·q and Σ p²·q. The sums are exact.</summary>
internal struct MomentSums : IRemovableAggregate<MomentSums, VwapBands>, IEquatable<MomentSums>
{
    public ExactSum Quantity;
    public ExactSum Notional;
    public ExactSum Square;

    public int Count { get; set; }

    public void Add(Trade trade)
    {
        Quantity.Add(trade.Quantity);
        Notional.AddProduct(trade.Price, trade.Quantity);
        Square.AddSquare(trade.Price, trade.Quantity);
        Count++;
    }

    public void Remove(Trade trade)
    {
        Quantity.Subtract(trade.Quantity);
        Notional.SubtractProduct(trade.Price, trade.Quantity);
        Square.SubtractSquare(trade.Price, trade.Quantity);
        Count--;
    }

    public void Add(in MomentSums later)
    {
        Quantity.Add(later.Quantity);
        Notional.Add(later.Notional);
        Square.Add(later.Square);
        Count = checked(Count + later.Count);
    }

    public readonly VwapBands ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap) =>
        new(symbol, start, end, this, isComplete, hasGap);

    public readonly bool Equals(MomentSums other) =>
        Count == other.Count && Quantity.Equals(other.Quantity) && Notional.Equals(other.Notional) && Square.Equals(other.Square);

    public override readonly bool Equals(object? obj) => obj is MomentSums other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Count, Quantity, Notional);
}
