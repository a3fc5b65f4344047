namespace Nexus.Reactive;

/// <summary>The executed quantities of one order, as reported by transactions and by ORDER_UPDATEs. They do not depend on the order of arrival.</summary>
/// <remarks>An order has <see cref="RegularFills"/> until an input requires another rule, and <see cref="IrregularFills"/> from then on.</remarks>
internal abstract class FillLedgers(OrderState owner)
{
    private ReadingCheck _check = new();

    /// <summary>The total of the transactions.</summary>
    public abstract decimal Confirmed { get; }

    /// <summary>The total of the ORDER_UPDATEs, without the quantity executed before the tracking began.</summary>
    public abstract decimal Reported { get; }

    /// <summary>The cost of the fills at the known prices.</summary>
    public abstract decimal Notional { get; }

    /// <summary>The quantity executed before the tracking began.</summary>
    public virtual decimal FilledBefore => 0;

    /// <summary>The quantity without a known price.</summary>
    public virtual decimal Unpriced => 0;

    /// <summary>The fills that are missing in one ledger.</summary>
    public abstract IEnumerable<OpenFill> Open { get; }

    /// <summary>Whether the latest input increased the total of its ledger.</summary>
    public bool HasGrown { get; private set; }

    protected OrderState Owner => owner;

    /// <summary>Whether an update reported a total, which <see cref="IsMisread"/> needs to know.</summary>
    protected bool HasAggregated { get; set; }

    /// <summary>Counts a transaction and returns the ledgers to use from now on.</summary>
    public FillLedgers Add(Transaction transaction, long at)
    {
        HasGrown = decimal.Sign(transaction.ExecutedQuantity) > 0;
        if (!HasGrown || TryConfirm(at, ExactRatio.Trim(transaction.ExecutedPrice), transaction.ExecutedQuantity))
            return this;
        return ToIrregular().Add(transaction, at);
    }

    /// <summary>Counts an update and returns the ledgers to use from now on.</summary>
    public FillLedgers Add(OrderUpdate update, long at)
    {
        if (!TryReport(update, at, out var hasGrown))
            return ToIrregular().Add(update, at);
        HasGrown = hasGrown;
        HasAggregated |= update.HasAggregatedExecutedQuantity;
        if (decimal.Sign(update.ExecutedQuantity) > 0)
            _check.Add(update.ExecutedQuantity);
        return this;
    }

    /// <summary>Replaces the total of the ORDER_UPDATEs by that of a snapshot and returns the ledgers to use from now on.</summary>
    public FillLedgers Rebase(in Execution snapshot, bool isBefore, bool isLate)
    {
        var irregular = ToIrregular();
        irregular.HasGrown = irregular.Replace(snapshot, isBefore, isLate);
        if (!isLate)
            irregular._check = new();
        return irregular;
    }

    /// <summary>Returns whether the numbers contradict this reading of <c>executed_quantity</c> and fit the other one.</summary>
    public bool IsMisread(decimal whole)
    {
        if (!_check.IsPossible || HasAggregated)
            return false;
        return owner.Shared.Reading == ExecutedQuantityKind.Cumulative
            ? FitsEvents(whole, _check.Greatest)
            : !HasStatedTotal && _check.IsCumulative(whole, Reported, Confirmed);
    }

    /// <summary>Transfers the ledgers of an order. The changes of its fills are transferred before.</summary>
    public static FillLedgers Transfer(StateArchive archive, FillLedgers? known, OrderState owner)
    {
        var isIrregular = known is IrregularFills;
        archive.Value("isIrregular", ref isIrregular);
        var ledgers = known ?? (isIrregular ? new IrregularFills(owner) : new RegularFills(owner));
        ledgers._check = ledgers._check.Transfer(archive);
        var (hasGrown, hasAggregated) = (ledgers.HasGrown, ledgers.HasAggregated);
        archive.Value("hasGrown", ref hasGrown);
        archive.Value("hasAggregated", ref hasAggregated);
        (ledgers.HasGrown, ledgers.HasAggregated) = (hasGrown, hasAggregated);
        ledgers.Transfer(archive);
        return ledgers;
    }

    protected abstract void Transfer(StateArchive archive);

    /// <summary>Whether the total is reported by the exchange or by a snapshot.</summary>
    protected virtual bool HasStatedTotal => false;

    /// <summary>Counts a transaction and returns true, unless it requires another rule.</summary>
    protected abstract bool TryConfirm(long at, decimal price, decimal quantity);

    /// <summary>Counts an update and returns true, unless it requires another rule. <paramref name="hasGrown"/> is whether the total increased.</summary>
    protected abstract bool TryReport(OrderUpdate update, long at, out bool hasGrown);

    /// <summary>Returns whether quantities that were read as totals fit as the quantities of single events.</summary>
    protected abstract bool FitsEvents(decimal whole, decimal greatest);

    /// <summary>Creates the ledgers that apply all rules to the same fills.</summary>
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
