namespace Nexus.Reactive;

/// <summary>
/// The result of a sequence of fills. Accounts are immutable: each fill returns the next account. Bought quantities are positive, and sold quantities are
/// negative.
/// </summary>
/// <param name="Quantity">The quantity bought minus the quantity sold.</param>
/// <param name="Priced">The part of the quantity whose price is known.</param>
/// <param name="Cost">The cost of that part.</param>
/// <param name="Realized">The profit of the reducing fills.</param>
internal abstract record CostAccount(decimal Quantity, decimal Priced, decimal Cost, decimal Realized)
{
    /// <summary>The cost per unit of the priced part; null if there is none.</summary>
    public decimal? Average => decimal.Sign(Priced) == 0 ? null : ExactRatio.Trim(SaturatingDecimal.Divide(Cost, Priced));

    public static CostAccount Create(CostBasis basis) => basis == CostBasis.AverageCost ? AverageCostAccount.Empty : FifoAccount.Empty;

    /// <summary>
    /// Returns the account after a fill. A price of 0 means that the price is unknown: the fill then changes the quantity, but not the cost or profit.
    /// </summary>
    public CostAccount Apply(decimal quantity, decimal price)
    {
        var rest = SaturatingDecimal.Add(Quantity, quantity);
        if (decimal.Sign(Quantity) * decimal.Sign(quantity) >= 0)
            return Open(quantity, price);
        if (decimal.Sign(rest) * decimal.Sign(Quantity) >= 0)
            return Close(quantity, price);
        return Close(-Quantity, price).Open(rest, price);
    }

    /// <summary>Transfers an account of the same cost basis.</summary>
    public CostAccount Transfer(StateArchive archive, string name) => archive.Object(name, this, account =>
    {
        var (quantity, priced, cost, realized) = account ?? this;
        archive.Value("quantity", ref quantity);
        archive.Value("priced", ref priced);
        archive.Value("cost", ref cost);
        archive.Value("realized", ref realized);
        return TransferLots(archive, this with { Quantity = quantity, Priced = priced, Cost = cost, Realized = realized });
    });

    protected virtual CostAccount TransferLots(StateArchive archive, CostAccount account) => account;

    protected abstract CostAccount Open(decimal quantity, decimal price);

    protected abstract CostAccount Close(decimal quantity, decimal price);

    /// <summary>Returns the profit of closing a quantity at a price.</summary>
    protected decimal Realize(decimal quantity, decimal price, decimal cost) =>
        SaturatingDecimal.Add(Realized, SaturatingDecimal.Add(SaturatingDecimal.Multiply(-quantity, price), -cost));
}

/// <summary>A reducing fill realizes the difference between its price and the average cost.</summary>
internal sealed record AverageCostAccount(decimal Quantity, decimal Priced, decimal Cost, decimal Realized) : CostAccount(Quantity, Priced, Cost, Realized)
{
    public static readonly AverageCostAccount Empty = new(0, 0, 0, 0);

    protected override CostAccount Open(decimal quantity, decimal price)
    {
        var total = SaturatingDecimal.Add(Quantity, quantity);
        return decimal.Sign(price) == 0
            ? this with { Quantity = total }
            : new AverageCostAccount(total, SaturatingDecimal.Add(Priced, quantity), SaturatingDecimal.Add(Cost, SaturatingDecimal.Multiply(quantity, price)), Realized);
    }

    protected override CostAccount Close(decimal quantity, decimal price)
    {
        var isWhole = quantity == -Quantity;
        var realized = Realized;
        if (decimal.Sign(price) != 0 && decimal.Sign(Priced) != 0)
            realized = Realize(quantity, price, isWhole && Priced == Quantity ? Cost : SaturatingDecimal.Share(Cost, -quantity, Priced));

        // The whole cost is removed in one step, so that a closed position has no rounding error.
        if (isWhole)
            return new AverageCostAccount(0, 0, 0, realized);
        var priced = Priced == Quantity ? SaturatingDecimal.Add(Priced, quantity) : SaturatingDecimal.Add(Priced, SaturatingDecimal.Share(Priced, quantity, Quantity));
        return new AverageCostAccount(SaturatingDecimal.Add(Quantity, quantity), priced, SaturatingDecimal.Add(Cost, SaturatingDecimal.Share(Cost, quantity, Quantity)), realized);
    }
}
