namespace Nexus.Reactive;

/// <summary>The fills of an order up to one of its states: a prefix of a log that only grows, so that a state costs no copy and any thread may read it.</summary>
internal readonly struct FillHistory(FillLog? log, int count) : IEquatable<FillHistory>
{
    public FillLog? Log => log;

    public int Count => count;

    public ReadOnlySpan<FillChange> From(int start) => log is null ? [] : log.Changes.AsSpan(start, count - start);

    // Orders are compared by what they say.
    public bool Equals(FillHistory other) => true;

    public override bool Equals(object? obj) => obj is FillHistory;

    public override int GetHashCode() => 0;
}

/// <summary>All changes to the fills of an order.</summary>
internal sealed class FillLog
{
    private FillChange[] _changes = [];

    /// <summary>The changes; there may be room behind the last one.</summary>
    public FillChange[] Changes => Volatile.Read(ref _changes);

    public int Count { get; private set; }

    // Elements that a reader knows of are never written again.
    public void Add(FillPlace place, decimal quantity)
    {
        if (Count == _changes.Length)
        {
            var grown = new FillChange[Math.Max(2, Count * 2)];
            _changes.AsSpan().CopyTo(grown);
            Volatile.Write(ref _changes, grown);
        }

        _changes[Count++] = new FillChange(place, quantity);
    }
}

/// <summary>One addition to, or removal from, the fills of an order; or a fee.</summary>
/// <param name="Place">The fill's place, or the fee's.</param>
/// <param name="Quantity">The quantity added, negative when removed; of a fee, its amount.</param>
internal readonly record struct FillChange(FillPlace Place, decimal Quantity);

/// <summary>A fill's place among the fills of its symbol.</summary>
internal class FillPlace(long at, decimal price)
{
    /// <summary>The exchange time, UTC ticks.</summary>
    public long At => at;

    /// <summary>The price; 0 while it is not known.</summary>
    public decimal Price => price;
}

/// <summary>A fee, in an asset.</summary>
internal sealed class FeePlace(long at, string asset) : FillPlace(at, 0)
{
    public string Asset => asset;
}
