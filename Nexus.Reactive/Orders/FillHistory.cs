namespace Nexus.Reactive;

/// <summary>
/// The fills of an order up to one of its states: the latest link of an append-only chain, so that a state requires no copy and can be read on any thread.
/// </summary>
internal readonly struct FillHistory(FillChange? latest) : IEquatable<FillHistory>
{
    public FillChange? Latest => latest;

    /// <summary>Returns the changes since an earlier state, oldest first; null if that state is not part of this chain.</summary>
    public IReadOnlyList<FillChange>? Since(FillChange? earlier)
    {
        if (latest?.Previous == earlier)
            return latest is null ? [] : [latest];
        var changes = new List<FillChange>();
        for (var change = latest; change != earlier; change = change.Previous)
        {
            if (change is null)
                return null;
            changes.Add(change);
        }

        changes.Reverse();
        return changes;
    }

    // Orders are compared by value, without their history.
    public bool Equals(FillHistory other) => true;

    public override bool Equals(object? obj) => obj is FillHistory;

    public override int GetHashCode() => 0;
}

/// <summary>One change of an order's fills or fees, linked to the previous one. Data that other threads read is never written again.</summary>
internal abstract class FillChange(FillChange? previous)
{
    public FillChange? Previous => previous;
}

/// <summary>A transaction's fee.</summary>
internal sealed class FeeChange(FillChange? previous, string asset, decimal amount) : FillChange(previous)
{
    public string Asset => asset;

    public decimal Amount => amount;
}

/// <summary>A quantity that is added at a position, or removed if it is negative.</summary>
internal class PlacedChange(FillChange? previous, long at, decimal price, decimal quantity) : FillChange(previous)
{
    /// <summary>The exchange's time in UTC ticks.</summary>
    public long At => at;

    /// <summary>The price; 0 while it is unknown.</summary>
    public decimal Price => price;

    public decimal Quantity => quantity;
}

/// <summary>A transaction that replaces a part of a reported fill, at another time. One of the same time changes nothing.</summary>
internal sealed class ConfirmedFill(FillChange? previous, PlacedChange reported, long at, decimal quantity) : FillChange(previous)
{
    public PlacedChange Reported => reported;

    public long At => at;

    public decimal Quantity => quantity;
}

/// <summary>A reported fill that transactions reported earlier, so that the position already contains it.</summary>
internal sealed class KnownFill(FillChange? previous, long at, decimal price, decimal quantity) : PlacedChange(previous, at, price, quantity);
