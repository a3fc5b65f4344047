namespace Nexus.Reactive;

/// <summary>The fills of most orders: each update reports a fill with its price, each transaction confirms a fill of the same price, and the total is their sum.</summary>
/// <remarks>They are stored only in the order's chain of changes, from which <see cref="IrregularFills"/> are created.</remarks>
internal sealed class RegularFills(OrderState owner) : FillLedgers(owner)
{
    private decimal _confirmed;
    private decimal _reported;
    private decimal _notional;

    // The fills that are missing in one ledger, earliest first. All belong to the same ledger.
    private OpenFill? _firstOpen;
    private OpenFill? _lastOpen;

    // The fill that FILLED reported.
    private PlacedChange? _filled;
    private long _lastReportedAt = -1;
    private long _lastTransactionAt = -1;

    public override decimal Confirmed => _confirmed;

    public override decimal Reported => _reported;

    public override decimal Notional => _notional;

    public override IEnumerable<OpenFill> Open => _firstOpen is null ? [] : GetOpen(_firstOpen);

    protected override bool FitsEvents(decimal whole, decimal greatest) => false;

    private static IEnumerable<OpenFill> GetOpen(OpenFill? first)
    {
        for (var fill = first; fill is not null; fill = fill.Next)
            yield return fill;
    }

    protected override bool TryReport(OrderUpdate update, long at, out bool hasGrown)
    {
        var quantity = update.ExecutedQuantity;
        var isFill = hasGrown = decimal.Sign(quantity) > 0;
        if (isFill && !IsRegular(update))
            return false;
        var price = isFill ? ExactRatio.Trim(update.ExecutedPriceOrZero) : 0;
        var isFilled = isFill && update.Status == OrderStatus.Filled;
        if (isFilled && _filled is { } known)
        {
            if ((quantity, price, -at).CompareTo((known.Quantity, known.Price, -known.At)) > 0)
                return false;
            isFill = hasGrown = false;
        }

        var reported = _reported;
        if (isFill && !ExactDecimal.TryAdd(reported, quantity, out reported))
            return false;
        if (update.HasAggregatedExecutedQuantity ? update.AggregatedExecutedQuantity != reported : isFill && HasAggregated)
            return false;
        if (!isFill)
            return true;

        if (!TryClaim(at, price, quantity, reported))
            return false;
        if (isFilled)
            _filled = (PlacedChange)Owner.Fills.Latest!;
        return true;
    }

    protected override bool TryConfirm(long at, decimal price, decimal quantity)
    {
        var only = GetOnly(isTransaction: false, price, quantity);
        var (open, hasOthers) = only is not null ? (quantity, false) : _firstOpen is { IsTransaction: false } ? GetOpenAt(price) : default;
        var rest = 0m;
        if (only is null && open < quantity && (hasOthers || at < _lastTransactionAt || !ExactDecimal.TryAdd(quantity, -open, out rest)))
            return false;
        if (!ExactDecimal.TryAdd(_confirmed, quantity, out var confirmed) || !AreComparable(_reported, confirmed))
            return false;
        if (decimal.Sign(rest) != 0)
        {
            if (!ExactDecimal.TryAddProduct(_notional, price, rest, out var notional))
                return false;
            _notional = notional;
        }

        if (only is not null)
            Settle(only, at);
        else if (decimal.Sign(open) != 0)
            Settle(price, quantity, at);
        if (decimal.Sign(rest) != 0)
            AddOpen(at, price, rest, isTransaction: true);
        _confirmed = confirmed;
        _lastTransactionAt = Math.Max(_lastTransactionAt, at);
        return true;
    }

    protected override IrregularFills CreateIrregular()
    {
        var irregular = new IrregularFills(Owner);
        var placed = new Dictionary<PlacedChange, decimal>();
        foreach (var change in Owner.Fills.Since(null)!)
        {
            if (change is PlacedChange fill)
            {
                irregular.Restore(new FillEntry(fill as OpenFill ?? new OpenFill(null, fill.At, fill.Price, fill.Quantity, isTransaction: false)), isFilled: fill == _filled);
                if (fill is OpenFill { IsTransaction: false } reported)
                    placed.Add(fill, reported.Quantity - reported.Open);
            }
            else if (change is ConfirmedFill { Reported: var reported } confirmed)
            {
                irregular.Restore(FillEntry.Create(confirmed.At, reported.Price, confirmed.Quantity, isTransaction: true), isFilled: false);
                placed[reported] -= confirmed.Quantity;
            }
        }

        // Transactions of the same time as their fills are not in the chain.
        foreach (var (fill, quantity) in placed)
        {
            if (decimal.Sign(quantity) != 0)
                irregular.Restore(FillEntry.Create(fill.At, fill.Price, quantity, isTransaction: true), isFilled: false);
        }

        if (HasAggregated)
            irregular.Restore(new Execution(_reported, 0, _lastReportedAt));
        return irregular;
    }

    private bool IsRegular(OrderUpdate update) =>
        Owner.Shared.Reading == ExecutedQuantityKind.PerEvent
        && update.Status is OrderStatus.PartiallyFilled or OrderStatus.Filled
        && decimal.Sign(update.ExecutedPriceOrZero) != 0;

    // A fill of an update replaces transactions' fills completely, or waits for them.
    private bool TryClaim(long at, decimal price, decimal quantity, decimal reported)
    {
        if (_firstOpen is { IsTransaction: true })
        {
            var only = GetOnly(isTransaction: true, price, quantity);
            if ((only is null && GetOpenAt(price).Quantity < quantity) || !AreComparable(reported, _confirmed))
                return false;
            if (only is not null)
                Settle(only, confirmedAt: null);
            else
                Settle(price, quantity, confirmedAt: null);
            Owner.Append(new KnownFill(Owner.Fills.Latest, at, price, quantity));
        }
        else
        {
            if (at < _lastReportedAt || !ExactDecimal.TryAddProduct(_notional, price, quantity, out var notional))
                return false;
            AddOpen(at, price, quantity, isTransaction: false);
            _notional = notional;
        }

        _reported = reported;
        _lastReportedAt = Math.Max(_lastReportedAt, at);
        return true;
    }

    // Returns whether all parts of both can be subtracted exactly.
    private static bool AreComparable(decimal left, decimal right) => left.Scale == right.Scale || ExactDecimal.TryAdd(left, right, out _);

    // The usual case: one fill is open, and all of it has this price and quantity.
    private OpenFill? GetOnly(bool isTransaction, decimal price, decimal quantity) =>
        _firstOpen is { Next: null } only && only.IsTransaction == isTransaction && ExactDecimal.AreEqual(only.Open, quantity) && ExactDecimal.AreEqual(only.Price, price)
            ? only
            : null;

    private void Settle(OpenFill only, long? confirmedAt)
    {
        if (confirmedAt is { } at && at != only.At)
            Owner.Append(new ConfirmedFill(Owner.Fills.Latest, only, at, only.Open));
        only.Open = 0;
        _firstOpen = _lastOpen = null;
    }

    private (decimal Quantity, bool HasOthers) GetOpenAt(decimal price)
    {
        var (sum, hasOthers) = (0m, false);
        for (var fill = _firstOpen; fill is not null; fill = fill.Next)
        {
            if (fill.Price != price)
                hasOthers = true;
            else
                sum = decimal.Sign(sum) == 0 ? fill.Open : sum + fill.Open;
        }

        return (sum, hasOthers);
    }

    // Settles the waiting fills of a price, earliest first.
    private void Settle(decimal price, decimal quantity, long? confirmedAt)
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

            var isWhole = fill.Open <= rest;
            var part = isWhole ? fill.Open : rest;
            rest -= part;
            if (confirmedAt is { } at && at != fill.At)
                Owner.Append(new ConfirmedFill(Owner.Fills.Latest, fill, at, part));
            fill.Open = isWhole ? 0 : fill.Open - part;
            if (isWhole)
                Remove(fill, previous);
            else
                previous = fill;
        }
    }

    private void AddOpen(long at, decimal price, decimal quantity, bool isTransaction)
    {
        var fill = new OpenFill(Owner.Fills.Latest, at, price, quantity, isTransaction) { Open = quantity };
        if (_lastOpen is null)
            _firstOpen = fill;
        else
            _lastOpen.Next = fill;
        _lastOpen = fill;
        Owner.Append(fill);
        Owner.Shared.Opened.Add(fill);
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

    protected override void Transfer(StateArchive archive)
    {
        archive.Value("confirmed", ref _confirmed);
        archive.Value("reported", ref _reported);
        archive.Value("notional", ref _notional);
        archive.Value("lastReportedAt", ref _lastReportedAt);
        archive.Value("lastTransactionAt", ref _lastTransactionAt);
        _filled = (PlacedChange?)archive.Reference<FillChange>("filled", _filled, change => SavedFills.Transfer(archive, change, null));
        var open = archive.List("open", Open, fill => (OpenFill)archive.Reference<FillChange>("fill", fill, change => SavedFills.Transfer(archive, change, null))!);
        if (!archive.IsReading)
            return;
        (_firstOpen, _lastOpen) = (open.FirstOrDefault(), open.LastOrDefault());
        for (var i = 1; i < open.Count; i++)
            open[i - 1].Next = open[i];
    }
}
