namespace Nexus.Reactive;

/// <summary>One fill as one ledger states it, while a <see cref="FillMatcher"/> matches it.</summary>
internal sealed class FillEntry(OpenFill fill)
{
    /// <summary>Its place, and the part that the other ledger lacks.</summary>
    public OpenFill Fill => fill;

    public long At => fill.At;

    public decimal Price => fill.Price;

    public bool IsTransaction => fill.IsTransaction;

    /// <summary>The part that the other ledger lacks.</summary>
    public decimal Open => fill.Open;

    /// <summary>The price of <see cref="Open"/>: the stated one, except for the rest of a snapshot's total.</summary>
    public decimal OpenPrice { get; set; } = fill.Price;

    /// <summary>The stated quantity.</summary>
    public decimal Quantity { get; set; } = fill.Quantity;

    /// <summary>Whether it is the part of a total that no input states as a fill.</summary>
    public bool IsRest { get; init; }

    /// <summary>The part that the matching at hand has not placed yet.</summary>
    public decimal Left { get; set; }

    public static FillEntry Create(long at, decimal price, decimal quantity, bool isTransaction = false) => new(new OpenFill(null, at, price, quantity, isTransaction));

    /// <summary>By exchange time, then by price, stated fills first: the order in which the other ledger confirms fills.</summary>
    public static int Compare(FillEntry left, FillEntry right)
    {
        var byTime = left.At.CompareTo(right.At);
        if (byTime != 0)
            return byTime;
        var byPrice = left.Price.CompareTo(right.Price);
        return byPrice != 0 ? byPrice : left.IsRest.CompareTo(right.IsRest);
    }
}
