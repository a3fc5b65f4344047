namespace Nexus.Reactive;

/// <summary>What transactions and ORDER_UPDATEs say was executed of one order: the same in any order of arrival.</summary>
internal sealed class FillLedgers(OrderState owner, ExecutedQuantityKind reading, FillLog log, List<FillEntry> opened)
{
    private readonly FillMatcher _fills = new(log, opened);
    private SaturatingSum _partials;
    private FillEntry? _filled;
    private decimal _greatest;
    private decimal _last;
    private bool _isIncreasing = true;
    private int _count;
    private Execution _aggregated;
    private bool _hasAggregated;
    private decimal _unexplained;
    private RareFills? _rare;

    /// <summary>The transactions' total.</summary>
    public decimal Confirmed => _fills.Confirmed;

    /// <summary>The ORDER_UPDATEs' total, without what was executed before the tracking began.</summary>
    public decimal Reported { get; private set; }

    /// <summary>What was executed before the tracking began.</summary>
    public decimal FilledBefore => _fills.Before?.Open ?? 0;

    /// <summary>What the fills cost at the prices that are known.</summary>
    public decimal Notional => _fills.Notional;

    /// <summary>The quantity whose price is not known.</summary>
    public decimal Unpriced => _fills.Unpriced;

    /// <summary>Whether only a snapshot knows a part.</summary>
    public bool IsInferred => FilledBefore > 0 || (_rare is { Inferred: > 0 } && _fills.UnconfirmedSnapshot > 0) || _rare is { Rest: { Open: > 0 } rest } && rest.At == _rare.Floor.At;

    /// <summary>Whether a quantity was executed on a status that explains none, and transactions do not explain it either.</summary>
    public bool IsUnexplained => _unexplained > Confirmed;

    /// <summary>The fills that one ledger lacks.</summary>
    public IEnumerable<FillEntry> Open => _fills.Open;

    // The exchange's own total if it gave one, else by the reading. In doubt low: transactions repair an under-count, nothing an over-count.
    private decimal Total
    {
        get
        {
            var floor = _rare is null ? 0 : Math.Max(_rare.Base, _rare.Floor.Quantity);
            if (_hasAggregated)
                return Math.Max(_aggregated.Quantity, floor);
            return reading == ExecutedQuantityKind.Cumulative
                ? Math.Max(_rare?.Steps?.Greatest ?? 0, floor)
                : Math.Max(EventTotal, Math.Max(_rare?.Ended.Quantity ?? 0, floor));
        }
    }

    // FILLED may be restated, PARTIAL_FILLED never is.
    private decimal EventTotal
    {
        get
        {
            var total = _partials.Value;
            if (_filled is not null)
                total = SaturatingDecimal.Add(total, _filled.Quantity);
            return _rare is null ? total : SaturatingDecimal.Add(total, _rare.Base);
        }
    }

    /// <summary>Whether the numbers contradict this reading of <c>executed_quantity</c> and fit the other one.</summary>
    public bool IsMisread(decimal whole)
    {
        if (_hasAggregated || _rare is { Base: > 0 } || _count < 2)
            return false;
        if (reading == ExecutedQuantityKind.Cumulative)
            return _filled is not null && _greatest != whole && EventTotal == whole;
        return (_isIncreasing && Reported > whole && _greatest <= whole) || (Confirmed == whole && Reported != whole && _greatest == whole);
    }

    /// <summary>Counts a transaction; whether the total grew.</summary>
    public bool Add(Transaction transaction, long at, long now)
    {
        if (decimal.Sign(transaction.ExecutedQuantity) <= 0)
            return false;
        var entry = new FillEntry(owner, at, ExactRatio.Trim(transaction.ExecutedPrice), transaction.ExecutedQuantity, now) { IsTransaction = true };
        _fills.AddTransaction(entry, Total);
        Reported = SaturatingDecimal.Add(Total, -FilledBefore);
        return true;
    }

    /// <summary>Counts an update; whether the total grew.</summary>
    public bool Add(OrderUpdate update, long at, long now)
    {
        var before = Reported;
        if (update.AggregatedExecutedQuantity is { } aggregated && (!_hasAggregated || aggregated >= _aggregated.Quantity))
        {
            _aggregated = _hasAggregated ? Execution.Greater(_aggregated, new Execution(aggregated, 0, at)) : new Execution(aggregated, 0, at);
            _hasAggregated = true;
        }

        var fill = decimal.Sign(update.ExecutedQuantity) > 0 ? AddExecution(update, at, now) : null;
        Claim(fill, at, now);
        return Reported > before;
    }

    /// <summary>Takes a snapshot's total instead of the ORDER_UPDATEs'; whether the total grew.</summary>
    public bool Rebase(in Execution snapshot, bool isBefore, bool isLate, long now)
    {
        var before = Reported;
        var rare = _rare ??= new RareFills();
        var known = SaturatingDecimal.Add(Math.Max(Reported, Confirmed), FilledBefore);
        if (isLate)
        {
            if (snapshot.Quantity <= known)
                return false;
            rare.Floor = snapshot;
        }
        else
            Restart(rare, snapshot, known, isBefore, now);

        Claim(null, snapshot.At, now);
        return Reported > before;
    }

    private void Restart(RareFills rare, in Execution snapshot, decimal known, bool isBefore, long now)
    {
        var excess = Math.Max(0, snapshot.Quantity - known);
        var earlier = Math.Min(snapshot.Quantity, (_fills.Before?.Quantity ?? 0) + (isBefore ? excess : 0));
        if (earlier > 0)
            _fills.Before = new FillEntry(owner, isBefore ? snapshot.At : _fills.Before!.At, snapshot.Price, earlier, now) { Open = earlier };
        rare.Inferred = (IsInferred ? rare.Inferred : 0) + (isBefore ? 0 : excess);
        rare.Base = snapshot.Quantity;
        rare.Floor = rare.Ended = default;
        rare.Steps = null;
        rare.Rest = null;
        _partials = default;
        _filled = null;
        _greatest = 0;
        _aggregated = default;
        _hasAggregated = false;
        var rest = snapshot.Quantity - earlier;
        _fills.Rebase(rest > 0 ? new FillEntry(owner, snapshot.At, snapshot.Price, rest, now) : null);
    }

    // The fill that the update adds; null when it adds none, or changed some by itself.
    private FillEntry? AddExecution(OrderUpdate update, long at, long now)
    {
        var (quantity, price) = (update.ExecutedQuantity, ExactRatio.Trim(update.ExecutedPrice ?? 0));
        _isIncreasing &= quantity > _last;
        _last = quantity;
        _count++;
        _greatest = Math.Max(_greatest, quantity);
        if (reading == ExecutedQuantityKind.Cumulative && quantity > (_rare?.Base ?? 0))
        {
            var rare = _rare ??= new RareFills();
            (rare.Steps ??= new CumulativeSteps()).Add(_fills, rare.Base, quantity, width => new FillEntry(owner, at, price, width, now));
        }

        switch (update.Status)
        {
            case OrderStatus.PartiallyFilled:
                _partials.Add(quantity);
                return IsPerEvent ? new FillEntry(owner, at, price, quantity, now) : null;
            case OrderStatus.Filled:
                return ReplaceFilled(new FillEntry(owner, at, price, quantity, now));
            case OrderStatus.Cancelled or OrderStatus.Rejected:
                _rare ??= new RareFills();
                _rare.Ended = Execution.Greater(_rare.Ended, new Execution(quantity, price, at));
                _fills.DefaultPrice = _rare.Ended.Price;
                return null;
            default:
                if (IsPerEvent && update.AggregatedExecutedQuantity is null)
                    _unexplained = Math.Max(_unexplained, quantity);
                return null;
        }
    }

    private bool IsPerEvent => reading == ExecutedQuantityKind.PerEvent;

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

    // What the total knows beyond the fills that were stated is a fill of its own.
    private void Claim(FillEntry? fill, long at, long now)
    {
        var total = Total;
        if (fill is not null && _rare is null && total == SaturatingDecimal.Add(_fills.Claimed, fill.Quantity))
        {
            _fills.AddUpdate(fill, total);
            Reported = total;
            return;
        }

        if (fill is not null)
            _fills.Claim(fill);
        var rest = _rare?.Rest;
        var stated = SaturatingDecimal.Add(SaturatingDecimal.Add(_fills.Claimed, -(rest?.Quantity ?? 0)), _fills.Before?.Quantity ?? 0);
        var missing = Math.Max(0, SaturatingDecimal.Add(total, -stated));
        var source = GetSource(total);
        if (missing != (rest?.Quantity ?? 0) || (rest is not null && (rest.Price, rest.At) != (source.Price, source.At)))
        {
            if (rest is not null)
                _fills.Resize(rest, 0);
            (_rare ??= new RareFills()).Rest = missing == 0 ? null : new FillEntry(owner, source.At, source.Price, missing, rest?.SeenAt ?? now);
            if (missing != 0)
                _fills.Claim(_rare.Rest!);
        }

        _fills.Rematch(total);
        Reported = SaturatingDecimal.Add(total, -FilledBefore);
    }

    // The input that states the total.
    private Execution GetSource(decimal total)
    {
        if (_rare is { } rare && rare.Floor.Quantity == total)
            return rare.Floor;
        if (_hasAggregated)
            return _aggregated;
        return _rare?.Ended ?? default;
    }

    /// <summary>What few orders have, so that the others need no room for it.</summary>
    private sealed class RareFills
    {
        /// <summary>The total of the snapshot that the fills count from.</summary>
        public decimal Base;

        /// <summary>A snapshot that came late: it can only raise the total.</summary>
        public Execution Floor;

        /// <summary>The part of <see cref="Base"/> that only the snapshot knew.</summary>
        public decimal Inferred;

        /// <summary>The greatest quantity executed on CANCELLED or REJECTED, which may restate the total.</summary>
        public Execution Ended;

        /// <summary>The part of the total that no fill states.</summary>
        public FillEntry? Rest;

        public CumulativeSteps? Steps;
    }
}
