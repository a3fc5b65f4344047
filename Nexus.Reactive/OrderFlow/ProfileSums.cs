using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Nexus.Reactive;

/// <summary>The exact volumes of a set of trades by price.</summary>
internal struct ProfileSums : IRemovableAggregate<ProfileSums, VolumeProfile>
{
    private Dictionary<decimal, LevelSums>? _levels;

    public int Count { get; private set; }

    public void Add(Trade trade)
    {
        GetLevel(trade.Price).Add(trade);
        Count = checked(Count + 1);
    }

    public void Remove(Trade trade)
    {
        ref var level = ref GetLevel(trade.Price);
        level.Remove(trade);
        if (level.Count == 0)
            _levels!.Remove(trade.Price);
        Count--;
    }

    public void Add(in ProfileSums later)
    {
        if (later._levels is not { } levels)
            return;
        foreach (var (price, sums) in levels)
            GetLevel(price).Add(sums);
        Count = checked(Count + later.Count);
    }

    public readonly VolumeProfile ToResult(Symbol symbol, long start, long end, bool isComplete, bool hasGap)
    {
        ImmutableArray<ProfileLevel> levels = _levels is null
            ? []
            : [.. _levels.OrderBy(static level => level.Key).Select(static level => new ProfileLevel(level.Key, level.Value))];
        return new VolumeProfile(symbol, start, end, levels, isComplete, hasGap);
    }

    private ref LevelSums GetLevel(decimal price) => ref CollectionsMarshal.GetValueRefOrAddDefault(_levels ??= [], price, out _);
}

/// <summary>The exact volumes at one price.</summary>
internal struct LevelSums : IEquatable<LevelSums>
{
    public ExactSum Buy;
    public ExactSum Sell;

    public int Count { get; private set; }

    public readonly ExactSum Volume
    {
        get
        {
            var volume = Buy;
            volume.Add(Sell);
            return volume;
        }
    }

    public void Add(Trade trade)
    {
        if (trade.Side == Side.Buy)
            Buy.Add(trade.Quantity);
        else
            Sell.Add(trade.Quantity);
        Count++;
    }

    public void Remove(Trade trade)
    {
        if (trade.Side == Side.Buy)
            Buy.Subtract(trade.Quantity);
        else
            Sell.Subtract(trade.Quantity);
        Count--;
    }

    public void Add(in LevelSums other)
    {
        Buy.Add(other.Buy);
        Sell.Add(other.Sell);
        Count += other.Count;
    }

    public readonly bool Equals(LevelSums other) => Count == other.Count && Buy.Equals(other.Buy) && Sell.Equals(other.Sell);

    public override readonly bool Equals(object? obj) => obj is LevelSums other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Count, Buy, Sell);
}
