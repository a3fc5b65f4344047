namespace Nexus.Reactive;

/// <summary>The executed quantities of one order by all rules: totals that are not the sum of the fills, snapshots, and fills without a price.</summary>
internal sealed class IrregularFills(OrderState owner) : FillLedgers(owner)
{
    private readonly FillMatcher _fills = new(owner);
    private SaturatingSum _partials;
    private FillEntry? _filled;
    private Execution _aggregated;
    private bool _hasAggregated;
    private decimal _unexplained;

    // The total of the snapshot from which the fills are counted, and the part of it that only the snapshot reported.
    private decimal _base;
    private decimal _inferred;

    // A snapshot that arrived late: it can only increase the total.
    private Execution _floor;

    // The greatest quantity executed on CANCELLED or REJECTED, which may restate the total.
    private Execution _ended;

    // The part of the total that no fill reports.
    private FillEntry? _rest;
    private bool _isRestInferred;
    private decimal _reported;
    private CumulativeSteps? _steps;

    /// <summary>The total of the transactions.</summary>
    public override decimal Confirmed => _fills.Confirmed;

    /// <summary>The total of the ORDER_UPDATEs, without the quantity executed before the tracking began.</summary>
    public override decimal Reported => _reported;

    /// <summary>The quantity executed before the tracking began.</summary>
    public override decimal FilledBefore => _fills.Before?.Open ?? 0;

    /// <summary>The cost of the fills at the known prices.</summary>
    public override decimal Notional => _fills.Notional;

    /// <summary>The quantity without a known price.</summary>
    public override decimal Unpriced => _fills.Unpriced;

    /// <summary>Whether a part of the total is reported only by a snapshot.</summary>
    public bool IsInferred => FilledBefore > 0 || (_inferred > 0 && _fills.UnconfirmedSnapshot > 0) || (_isRestInferred && _rest is { Open: > 0 });

    /// <summary>Whether an update reported an executed quantity with a status that has none, and transactions do not account for it either.</summary>
    public bool IsUnexplained => _unexplained > Confirmed;

    /// <summary>The fills that are missing in one ledger.</summary>
    public override IEnumerable<OpenFill> Open => _fills.Open;

    // The total reported by the exchange, or else the total by the reading. If in doubt, the lower value is used: transactions can correct an undercount but
    // not an overcount.
    private decimal Total
    {
        get
        {
            var floor = Math.Max(_base, _floor.Quantity);
            if (_hasAggregated)
                return Math.Max(_aggregated.Quantity, floor);
            return Owner.Shared.Reading == ExecutedQuantityKind.Cumulative
                ? Math.Max(_steps?.Greatest ?? 0, floor)
                : Math.Max(EventTotal, Math.Max(_ended.Quantity, floor));
        }
    }

    /// <summary>The sum of the quantities of the events. FILLED may be restated; PARTIAL_FILLED never is.</summary>
    private decimal EventTotal
    {
        get
        {
            var total = _partials.Value;
            if (_filled is not null)
                total = SaturatingDecimal.Add(total, _filled.Quantity);
            return SaturatingDecimal.Add(total, _base);
        }
    }

    /// <summary>Whether the total is reported by the exchange or by a snapshot.</summary>
    protected override bool HasStatedTotal => _hasAggregated || _base > 0 || _floor.Quantity > 0;

    /// <summary>Adds a fill that is already matched.</summary>
    public void Restore(FillEntry entry, bool isFilled)
    {
        _fills.Restore(entry);
        if (isFilled)
            _filled = entry;
        else if (!entry.IsTransaction)
            _partials.Add(entry.Quantity);
        _reported = _fills.Claimed;
    }

    /// <summary>Sets the total that the exchange reported.</summary>
    public void Restore(in Execution aggregated) => (_aggregated, _hasAggregated) = (aggregated, true);

    protected override bool TryConfirm(long at, decimal price, decimal quantity)
    {
        _fills.AddTransaction(FillEntry.Create(at, price, quantity, isTransaction: true), Total);
        _reported = SaturatingDecimal.Add(Total, -FilledBefore);
        return true;
    }

    protected override bool TryReport(OrderUpdate update, long at, out bool hasGrown)
    {
        var before = _reported;
        if (update.AggregatedExecutedQuantity is { } aggregated && (!_hasAggregated || aggregated >= _aggregated.Quantity))
        {
            _aggregated = _hasAggregated ? Execution.Greater(_aggregated, new Execution(aggregated, 0, at)) : new Execution(aggregated, 0, at);
            _hasAggregated = true;
        }

        var fill = decimal.Sign(update.ExecutedQuantity) > 0 ? AddExecution(update, at) : null;
        Claim(fill);
        hasGrown = _reported > before;
        return true;
    }

    protected override bool FitsEvents(decimal whole, decimal greatest) => !HasStatedTotal && _filled is not null && greatest != whole && EventTotal == whole;

    protected override IrregularFills CreateIrregular() => this;

    /// <summary>Replaces the total of the ORDER_UPDATEs by that of a snapshot and returns whether the total increased.</summary>
    public bool Replace(in Execution snapshot, bool isBefore, bool isLate)
    {
        var before = Reported;
        var known = SaturatingDecimal.Add(Math.Max(Reported, Confirmed), FilledBefore);
        if (isLate)
        {
            if (snapshot.Quantity <= known)
                return false;
            _floor = snapshot;
        }
        else
            Restart(snapshot, known, isBefore);

        Claim(null);
        return Reported > before;
    }

    private void Restart(in Execution snapshot, decimal known, bool isBefore)
    {
        var excess = Math.Max(0, snapshot.Quantity - known);
        var earlier = Math.Min(snapshot.Quantity, (_fills.Before?.Quantity ?? 0) + (isBefore ? excess : 0));
        _inferred = (IsInferred ? _inferred : 0) + (isBefore ? 0 : excess);
        _fills.Before = earlier == 0 ? null : FillEntry.Create(isBefore ? snapshot.At : _fills.Before!.At, snapshot.Price, earlier);
        _fills.Before?.Fill.Open = earlier;
        _base = snapshot.Quantity;
        _floor = _ended = default;
        _steps = null;
        _rest = null;
        _partials = default;
        _filled = null;
        _aggregated = default;
        _hasAggregated = false;
        _unexplained = 0;
        _fills.DefaultPrice = 0;
        var rest = snapshot.Quantity - earlier;
        _fills.Rebase(rest > 0 ? FillEntry.Create(snapshot.At, snapshot.Price, rest) : null);
    }

    // Returns the fill that the update adds; null if it adds none or has already changed the fills.
    private FillEntry? AddExecution(OrderUpdate update, long at)
    {
        var (quantity, price) = (update.ExecutedQuantity, ExactRatio.Trim(update.ExecutedPrice ?? 0));
        if (Owner.Shared.Reading == ExecutedQuantityKind.Cumulative && quantity > _base)
            (_steps ??= new CumulativeSteps()).Add(_fills, _base, quantity, width => FillEntry.Create(at, price, width));

        switch (update.Status)
        {
            case OrderStatus.PartiallyFilled:
                _partials.Add(quantity);
                return IsPerEvent ? FillEntry.Create(at, price, quantity) : null;
            case OrderStatus.Filled:
                return ReplaceFilled(FillEntry.Create(at, price, quantity));
            case OrderStatus.Cancelled or OrderStatus.Rejected:
                _ended = Execution.Greater(_ended, new Execution(quantity, price, at));
                _fills.DefaultPrice = _ended.Price;
                return null;
            default:
                if (IsPerEvent && update.AggregatedExecutedQuantity is null)
                    _unexplained = Math.Max(_unexplained, quantity);
                return null;
        }
    }

    private bool IsPerEvent => Owner.Shared.Reading == ExecutedQuantityKind.PerEvent;

    private FillEntry? ReplaceFilled(FillEntry fill)
    {
        if (_filled is { } known)
        {
            if ((fill.Quantity, fill.Price, -fill.At).CompareTo((known.Quantity, known.Price, -known.At)) <= 0)
                return null;
            if (IsPerEvent)
                _fills.Resize(known, 0);
        }

        _filled = fill;
        return IsPerEvent ? fill : null;
    }

    // The part of the total beyond the reported fills is a separate fill.
    private void Claim(FillEntry? fill)
    {
        var total = Total;
        if (fill is not null && _rest is null && _fills.Before is null && total == SaturatingDecimal.Add(_fills.Claimed, fill.Quantity))
        {
            _fills.AddUpdate(fill, total);
            _reported = total;
            return;
        }

        if (fill is not null)
            _fills.Claim(fill);
        var rest = _rest;
        var stated = SaturatingDecimal.Add(SaturatingDecimal.Add(_fills.Claimed, -(rest?.Quantity ?? 0)), _fills.Before?.Quantity ?? 0);
        var missing = Math.Max(0, SaturatingDecimal.Add(total, -stated));
        var source = GetSource(total);
        _isRestInferred = total > 0 && _floor.Quantity == total;
        if (missing != (rest?.Quantity ?? 0) || (rest is not null && (rest.Price, rest.At) != (source.Price, source.At)))
        {
            if (rest is not null)
                _fills.Resize(rest, 0);
            _rest = missing == 0 ? null : new FillEntry(new OpenFill(null, source.At, source.Price, missing, isTransaction: false)) { IsRest = true };
            if (missing != 0)
                _fills.Claim(_rest!);
        }

        _fills.Rematch(total);
        _reported = SaturatingDecimal.Add(total, -FilledBefore);
    }

    // Returns the input that reported the total.
    private Execution GetSource(decimal total)
    {
        if (_floor.Quantity == total)
            return _floor;
        return _hasAggregated ? _aggregated : _ended;
    }

    protected override void Transfer(StateArchive archive)
    {
        archive.Object("fills", _fills, _ =>
        {
            _fills.Transfer(archive);
            return _fills;
        });
        archive.Value("partials", ref _partials);
        _filled = SavedFills.TransferEntry(archive, "filled", _filled);
        _aggregated = _aggregated.Transfer(archive, "aggregated");
        archive.Value("hasStatedTotal", ref _hasAggregated);
        archive.Value("unexplained", ref _unexplained);
        archive.Value("base", ref _base);
        archive.Value("inferred", ref _inferred);
        _floor = _floor.Transfer(archive, "floor");
        _ended = _ended.Transfer(archive, "ended");
        _rest = SavedFills.TransferEntry(archive, "rest", _rest);
        archive.Value("isRestInferred", ref _isRestInferred);
        archive.Value("reported", ref _reported);
        _steps = archive.Optional("steps", _steps, known =>
        {
            var steps = known ?? new CumulativeSteps();
            steps.Transfer(archive);
            return steps;
        });
    }
}
