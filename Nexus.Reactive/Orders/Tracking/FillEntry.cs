namespace Nexus.Reactive;

/// <summary>A fill of one ledger while a <see cref="FillMatcher"/> matches it.</summary>
internal sealed class FillEntry(OpenFill fill)
{
    /// <summary>The position of the fill and the part that is missing in the other ledger.</summary>
    public OpenFill Fill => fill;

    public long At => fill.At;

    public decimal Price => fill.Price;

    public bool IsTransaction => fill.IsTransaction;

    /// <summary>The part that is missing in the other ledger.</summary>
    public decimal Open => fill.Open;

    /// <summary>The price of <see cref="Open"/>: the reported price, except for the rest of a snapshot's total.</summary>
    public FillPrice OpenPrice { get; set; } = new(fill.Price);

    /// <summary>The reported quantity.</summary>
    public decimal Quantity { get; set; } = fill.Quantity;

    /// <summary>Whether this is the part of a total that no input reports as a fill.</summary>
    public bool IsRest { get; init; }

    /// <summary>The part that the current matching has not assigned yet.</summary>
    public decimal Left { get; set; }

    public static FillEntry Create(long at, decimal price, decimal quantity, bool isTransaction = false) => new(new OpenFill(null, at, price, quantity, isTransaction));

    /// <summary>Compares by exchange time, then by price, reported fills first: the order in which the other ledger confirms fills.</summary>
    public static int Compare(FillEntry left, FillEntry right)
    {
        var byTime = left.At.CompareTo(right.At);
        if (byTime != 0)
            return byTime;
        var byPrice = left.Price.CompareTo(right.Price);
        return byPrice != 0 ? byPrice : left.IsRest.CompareTo(right.IsRest);
    }
}
