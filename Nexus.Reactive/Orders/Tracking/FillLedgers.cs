namespace Nexus.Reactive;

/// <summary>What transactions and ORDER_UPDATEs say was executed of one order: the same in any order of arrival.</summary>
/// <remarks>
/// Most orders are regular: each update states a fill with its price, each transaction confirms a fill of the same price, and the total is their sum.
/// Their fills are in the order's chain of changes and nowhere else. The first input that needs another rule builds <see cref="IrregularFills"/> from it.
/// </remarks>
internal sealed class FillLedgers(OrderState owner)
{
    private SaturatingSum _confirmed;
    private SaturatingSum _claimed;
    private SaturatingSum _notional;
    private ReadingCheck _check = new();
    private bool _hasAggregated;

    // The fills that one ledger lacks, the earliest first.
    private OpenFill? _firstOpen;
    private OpenFill? _lastOpen;
    private PlacedChange? _filled;
    private long _lastReportedAt = -1;
    private long _lastTransactionAt = -1;
    private IrregularFills? _irregular;

    /// <summary>The transactions' total.</summary>
    public decimal Confirmed => _irregular?.Confirmed ?? _confirmed.Value;

    /// <summary>The ORDER_UPDATEs' total, without what was executed before the tracking began.</summary>
    public decimal Reported => _irregular?.Reported ?? _claimed.Value;

    /// <summary>What was executed before the tracking began.</summary>
    public decimal FilledBefore => _irregular?.FilledBefore ?? 0;

    /// <summary>What the fills cost at the prices that are known.</summary>
    public decimal Notional => _irregular?.Notional ?? _notional.Value;

    /// <summary>The quantity whose price is not known.</summary>
    public decimal Unpriced => _irregular?.Unpriced ?? 0;

    /// <summary>Whether only a snapshot knows a part.</summary>
    public bool IsInferred => _irregular is { IsInferred: true };

    /// <summary>Whether a quantity was executed on a status that explains none, and transactions do not explain it either.</summary>
    public bool IsUnexplained => _irregular is { IsUnexplained: true };

    /// <summary>The fills that one ledger lacks.</summary>
    public IEnumerable<OpenFill> Open => _irregular?.Open ?? GetOpen();

    /// <summary>Whether the numbers contradict this reading of <c>executed_quantity</c> and fit the other one.</summary>
    public bool IsMisread(decimal whole)
    {
        if (!_check.IsPossible || _hasAggregated || _irregular is { HasStatedTotal: true })
            return false;
        return owner.Shared.Reading == ExecutedQuantityKind.Cumulative
            ? _irregular is { IsFilled: true } && _check.Greatest != whole && _irregular.EventTotal == whole
            : _check.IsCumulative(whole, Reported, Confirmed);
    }

    /// <summary>Counts a transaction; whether the total grew.</summary>
    public bool Add(Transaction transaction, long at)
    {
        if (decimal.Sign(transaction.ExecutedQuantity) <= 0)
            return false;
        var (price, quantity) = (ExactRatio.Trim(transaction.ExecutedPrice), transaction.ExecutedQuantity);
        if (_irregular is not null || !TryConfirm(at, price, quantity))
            Irregular.Add(at, price, quantity);
        return true;
    }

    /// <summary>Counts an update; whether the total grew.</summary>
    public bool Add(OrderUpdate update, long at)
    {
        var before = Reported;
        if (_irregular is not null || !TryReport(update, at))
            Irregular.Add(update, at);
        if (decimal.Sign(update.ExecutedQuantity) > 0)
            _check.Add(update.ExecutedQuantity);
        return Reported > before;
    }

    /// <summary>Takes a snapshot's total instead of the ORDER_UPDATEs'; whether the total grew.</summary>
    public bool Rebase(in Execution snapshot, bool isBefore, bool isLate)
    {
        var hasGrown = Irregular.Rebase(snapshot, isBefore, isLate);
        if (!isLate)
            _check.Restart();
        return hasGrown;
    }

    private IrregularFills Irregular => _irregular ??= CreateIrregular();

    private bool TryReport(OrderUpdate update, long at)
    {
        var quantity = update.ExecutedQuantity;
        var isFill = decimal.Sign(quantity) > 0;
        if (isFill && !IsRegular(update))
            return false;
        var price = isFill ? ExactRatio.Trim(update.ExecutedPrice!.Value) : 0;
        var isFilled = isFill && update.Status == OrderStatus.Filled;
        if (isFilled && _filled is { } known)
        {
            if ((quantity, price, -at).CompareTo((known.Quantity, known.Price, -known.At)) > 0)
                return false;
            isFill = false;
        }

        if (update.AggregatedExecutedQuantity is { } aggregated)
        {
            if (aggregated != (isFill ? SaturatingDecimal.Add(_claimed.Value, quantity) : _claimed.Value))
                return false;
        }
        else if (isFill && _hasAggregated)
            return false;

        if (isFill)
        {
            if (!TryClaim(at, price, quantity))
                return false;
            if (isFilled)
                _filled = (PlacedChange)owner.Fills.Latest!;
        }

        _hasAggregated |= update.AggregatedExecutedQuantity is not null;
        return true;
    }

    private bool IsRegular(OrderUpdate update) =>
        owner.Shared.Reading == ExecutedQuantityKind.PerEvent
        && update.Status is OrderStatus.PartiallyFilled or OrderStatus.Filled
        && update.ExecutedPrice is { } price && decimal.Sign(price) != 0;

    // A fill of an update takes the place of transactions' fills as a whole, or waits for them.
    private bool TryClaim(long at, decimal price, decimal quantity)
    {
        if (_firstOpen is { IsTransaction: true })
        {
            if (GetOpenAt(price, out _) < quantity)
                return false;
            Settle(price, quantity, confirmedAt: null);
            owner.Append(new KnownFill(owner.Fills.Latest, at, price, quantity));
        }
        else
        {
            if (at < _lastReportedAt)
                return false;
            AddOpen(new OpenFill(owner.Fills.Latest, at, price, quantity, isTransaction: false));
            _notional.AddProduct(price, quantity);
        }

        _claimed.Add(quantity);
        _lastReportedAt = Math.Max(_lastReportedAt, at);
        return true;
    }

    private bool TryConfirm(long at, decimal price, decimal quantity)
    {
        var rest = quantity;
        if (_firstOpen is { IsTransaction: false })
        {
            var open = GetOpenAt(price, out var hasOthers);
            if (open < quantity && (hasOthers || at < _lastTransactionAt))
                return false;
            rest = Settle(price, quantity, at);
        }
        else if (at < _lastTransactionAt)
            return false;

        if (decimal.Sign(rest) != 0)
        {
            AddOpen(new OpenFill(owner.Fills.Latest, at, price, rest, isTransaction: true));
            _notional.AddProduct(price, rest);
        }

        _confirmed.Add(quantity);
        _lastTransactionAt = Math.Max(_lastTransactionAt, at);
        return true;
    }

    private decimal GetOpenAt(decimal price, out bool hasOthers)
    {
        hasOthers = false;
        var sum = default(SaturatingSum);
        for (var fill = _firstOpen; fill is not null; fill = fill.Next)
        {
            if (fill.Price == price)
                sum.Add(fill.Open);
            else
                hasOthers = true;
        }

        return sum.Value;
    }

    // The fills of a price that wait, the earliest first; what is left of the quantity.
    private decimal Settle(decimal price, decimal quantity, long? confirmedAt)
    {
        var rest = quantity;
        OpenFill? previous = null;
        for (var fill = _firstOpen; fill is not null && decimal.Sign(rest) != 0; fill = fill.Next)
        {
            if (fill.Price != price)
            {
                previous = fill;
                continue;
            }

            var part = Math.Min(rest, fill.Open);
            rest -= part;
            fill.Open -= part;
            if (confirmedAt is { } at)
                owner.Append(new ConfirmedFill(owner.Fills.Latest, fill.At, at, price, part));
            if (decimal.Sign(fill.Open) == 0)
                Remove(fill, previous);
            else
                previous = fill;
        }

        return rest;
    }

    private void AddOpen(OpenFill fill)
    {
        fill.Open = fill.Quantity;
        if (_lastOpen is null)
            _firstOpen = fill;
        else
            _lastOpen.Next = fill;
        _lastOpen = fill;
        owner.Append(fill);
        owner.Shared.Opened.Add(fill);
    }

    private void Remove(OpenFill fill, OpenFill? previous)
    {
        if (previous is null)
            _firstOpen = fill.Next;
        else
            previous.Next = fill.Next;
        if (fill == _lastOpen)
            _lastOpen = previous;
    }

    private IEnumerable<OpenFill> GetOpen()
    {
        for (var fill = _firstOpen; fill is not null; fill = fill.Next)
            yield return fill;
    }

    private IrregularFills CreateIrregular()
    {
        var irregular = new IrregularFills(owner);
        foreach (var change in owner.Fills.Since(null)!)
        {
            var fill = change switch
            {
                OpenFill open => open,
                PlacedChange settled => new OpenFill(null, settled.At, settled.Price, settled.Quantity, isTransaction: settled is ConfirmedFill),
                _ => null,
            };
            if (fill is not null)
                irregular.Restore(new FillEntry(fill), isFilled: change == _filled);
        }

        if (_hasAggregated)
            irregular.Restore(new Execution(_claimed.Value, 0, _lastReportedAt));
        (_firstOpen, _lastOpen, _filled) = (null, null, null);
        return irregular;
    }
}
