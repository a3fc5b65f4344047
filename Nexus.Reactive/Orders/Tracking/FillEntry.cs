namespace Nexus.Reactive;

/// <summary>One fill as one ledger states it.</summary>
internal sealed class FillEntry(OrderState owner, long at, decimal price, decimal quantity, long seenAt) : FillPlace(at, price), IExpiring
{
    /// <summary>The order.</summary>
    public OrderState Owner => owner;

    /// <summary>The stated quantity.</summary>
    public decimal Quantity { get; set; } = quantity;

    /// <summary>When it was received, in ticks that never go back.</summary>
    public long SeenAt { get; set; } = seenAt;

    /// <summary>The part that the other ledger lacks.</summary>
    public decimal Open { get; set; }

    /// <summary>The place of <see cref="Open"/> where its price is not the stated one, as for the rest of a snapshot's total.</summary>
    public FillPlace? OpenPlace { get; set; }

    /// <summary>Whether a transaction states it.</summary>
    public bool IsTransaction { get; init; }

    /// <summary>Whether <see cref="OrderEventKind.FillsMissing"/> was reported for it.</summary>
    public bool IsReported { get; set; }

    /// <summary>Whether it is in the queue of fills that wait for the other ledger.</summary>
    public bool IsQueued { get; set; }

    /// <summary>The part that the matching at hand has not placed yet.</summary>
    public decimal Left { get; set; }

    public bool IsWaiting => !IsReported && decimal.Sign(Open) > 0;

    public void OnRemoved() => IsQueued = false;

    /// <summary>By exchange time, then by price: the order in which the other ledger confirms fills.</summary>
    public static int Compare(FillEntry left, FillEntry right)
    {
        var byTime = left.At.CompareTo(right.At);
        return byTime != 0 ? byTime : left.Price.CompareTo(right.Price);
    }
}
