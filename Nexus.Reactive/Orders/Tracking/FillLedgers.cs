namespace Nexus.Reactive;

/// <summary>What transactions and ORDER_UPDATEs say was executed of one order: the same in any order of arrival.</summary>
/// <remarks>They are <see cref="RegularFills"/> until an input needs another rule; from then on they are <see cref="IrregularFills"/>.</remarks>
internal abstract class FillLedgers(OrderState owner)
{
    private ReadingCheck _check = new();

    /// <summary>The transactions' total.</summary>
    public abstract decimal Confirmed { get; }

    /// <summary>The ORDER_UPDATEs' total, without what was executed before the tracking began.</summary>
    public abstract decimal Reported { get; }

    /// <summary>What the fills cost at the prices that are known.</summary>
    public abstract decimal Notional { get; }

    /// <summary>What was executed before the tracking began.</summary>
    public virtual decimal FilledBefore => 0;

    /// <summary>The quantity whose price is not known.</summary>
    public virtual decimal Unpriced => 0;

    /// <summary>The fills that one ledger lacks.</summary>
    public abstract IEnumerable<OpenFill> Open { get; }

    /// <summary>Whether the latest input raised the total of its ledger.</summary>
    public bool HasGrown { get; private set; }

    protected OrderState Owner => owner;

    /// <summary>Whether an update stated a total. The check of the reading needs to know of any.</summary>
    protected bool HasAggregated { get; set; }

    /// <summary>Counts a transaction; the ledgers to use from now on.</summary>
    public FillLedgers Add(Transaction transaction, long at)
    {
        HasGrown = decimal.Sign(transaction.ExecutedQuantity) > 0;
        if (!HasGrown || TryConfirm(at, ExactRatio.Trim(transaction.ExecutedPrice), transaction.ExecutedQuantity))
            return this;
        return ToIrregular().Add(transaction, at);
    }

    /// <summary>Counts an update; the ledgers to use from now on.</summary>
    public FillLedgers Add(OrderUpdate update, long at)
    {
        if (!TryReport(update, at, out var hasGrown))
            return ToIrregular().Add(update, at);
        HasGrown = hasGrown;
        HasAggregated |= update.AggregatedExecutedQuantity is not null;
        if (decimal.Sign(update.ExecutedQuantity) > 0)
            _check.Add(update.ExecutedQuantity);
        return this;
    }

    /// <summary>Takes a snapshot's total instead of the ORDER_UPDATEs'; the ledgers to use from now on.</summary>
    public FillLedgers Rebase(in Execution snapshot, bool isBefore, bool isLate)
    {
        var irregular = ToIrregular();
        irregular.HasGrown = irregular.Replace(snapshot, isBefore, isLate);
        if (!isLate)
            irregular._check.Restart();
        return irregular;
    }

    /// <summary>Whether the numbers contradict this reading of <c>executed_quantity</c> and fit the other one.</summary>
    public bool IsMisread(decimal whole)
    {
        if (!_check.IsPossible || HasAggregated)
            return false;
        return owner.Shared.Reading == ExecutedQuantityKind.Cumulative
            ? FitsEvents(whole, _check.Greatest)
            : !HasStatedTotal && _check.IsCumulative(whole, Reported, Confirmed);
    }

    /// <summary>Whether the total is one that the exchange states, or a snapshot's.</summary>
    protected virtual bool HasStatedTotal => false;

    /// <summary>Counts a transaction, unless that needs another rule.</summary>
    protected abstract bool TryConfirm(long at, decimal price, decimal quantity);

    /// <summary>Counts an update, unless that needs another rule.</summary>
    protected abstract bool TryReport(OrderUpdate update, long at, out bool hasGrown);

    /// <summary>Whether quantities that were read as totals fit as the quantities of single events.</summary>
    protected abstract bool FitsEvents(decimal whole, decimal greatest);

    /// <summary>The same fills, by all rules.</summary>
    protected abstract IrregularFills CreateIrregular();

    private IrregularFills ToIrregular()
    {
        if (this is IrregularFills same)
            return same;
        var irregular = CreateIrregular();
        ((FillLedgers)irregular)._check = _check;
        irregular.HasAggregated = HasAggregated;
        return irregular;
    }
}
