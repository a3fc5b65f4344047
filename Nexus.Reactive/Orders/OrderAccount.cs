namespace Nexus.Reactive;

/// <summary>What is remembered of one order: facts that do not depend on the order in which they came. <see cref="Current"/> is computed from them.</summary>
internal sealed class OrderAccount(long orderId, ExecutedQuantity reading)
{
    private const long Never = -1;

    // Above every timestamp's ticks: lifts one class of facts over another.
    private const long Class = 1L << 62;

    private FillLedgers? _fills;
    private Said _said;
    private bool _isConflicting;
    private bool _isStale;
    private bool _isMissing;
    private decimal _inferredUntil;

    private Symbol _symbol;
    private Side _side;
    private OrderType _type;
    private decimal _price;
    private decimal _quantity;
    private string? _unknownStatus;

    private long _identityRank = long.MaxValue;
    private long _typeRank = Never;
    private long _priceRank = Never;
    private long _quantityRank = Never;
    private long _unknownStatusAt = Never;
    private long _createdAt = long.MaxValue;
    private long _updatedAt;
    private long _replayUntil = Never;

    [Flags]
    private enum Said : byte
    {
        None = 0,
        Update = 1,
        New = 2,
        Partial = 4,
        Filled = 8,
        Cancelled = 16,
        Rejected = 32,
    }

    /// <summary>The order as of its latest input; null before the first.</summary>
    public Order? Current { get; private set; }

    /// <summary>The latest update's timestamp in UTC ticks; below every timestamp when there was none.</summary>
    public long LastUpdateAt { get; private set; } = Never;

    public bool IsUnsettled => Current is { Unconfirmed: not 0 };

    /// <summary>Whether the numbers of a wholly confirmed order fit the other reading only.</summary>
    public bool IsMisread => _fills is not null && _quantity > 0 && _fills.Confirmed == _quantity && _fills.FitsOtherReading;

    // The tracker's own bookkeeping, kept here to spare it a look-up.
    public LinkedListNode<Deadline>? SettlementNode;
    public LinkedListNode<Deadline>? LingerNode;
    public bool IsFillsMissingTold;

    /// <summary>Whether an update was said before the latest gap already.</summary>
    public bool IsReplay(OrderUpdate update) => update.Timestamp.UtcTicks <= _replayUntil;

    public void Apply(OrderUpdate update)
    {
        var at = update.Timestamp.UtcTicks;
        Read(update, at);
        if (update.ExecutedQuantity > 0 || update.AggregatedExecutedQuantity is not null)
            (_fills ??= new FillLedgers(reading)).Add(update);
        Touch(at);
    }

    public void Apply(Transaction transaction)
    {
        var at = transaction.Timestamp.UtcTicks;
        Identify(transaction.Symbol, transaction.Side, at + Class);
        (_fills ??= new FillLedgers(reading)).Add(transaction);
        Touch(at);
    }

    /// <summary>A snapshot's word on this order: it wins on the total of updates, unless a later update is known already; then it can only raise it.</summary>
    public void Apply(OrderSnapshotEntry entry, DateTimeOffset timestamp)
    {
        var at = timestamp.UtcTicks;
        var isLatest = at >= LastUpdateAt;
        _fills ??= new FillLedgers(reading);
        if (isLatest || entry.Filled > _fills.UpdateTotal)
        {
            var known = Math.Max(_fills.UpdateTotal, _fills.Confirmed);
            _fills.Rebase(new Execution(entry.Filled, entry.AveragePrice ?? 0));
            if (entry.Filled > known)
                _inferredUntil = entry.Filled;
        }

        Read(AsUpdate(entry, timestamp), at);
        _replayUntil = Math.Max(_replayUntil, at);
        Touch(at);
    }

    /// <summary>A snapshot that should list this order does not, and nothing later is known of it.</summary>
    public void Miss(DateTimeOffset timestamp)
    {
        if (Current!.IsDone || _isMissing || _updatedAt > timestamp.UtcTicks)
            return;
        _isMissing = true;
        Current = Compute();
    }

    /// <summary>An input that is not counted contradicts one that was.</summary>
    public void Contradict()
    {
        _isConflicting = true;
        Current = Compute();
    }

    /// <summary>The stream was cut: what comes next may be a replay, and what came meanwhile is not known.</summary>
    public void Cut()
    {
        _replayUntil = LastUpdateAt;
        if (Current!.IsDone || _isStale)
            return;
        _isStale = true;
        Current = Compute();
    }

    private static OrderUpdate AsUpdate(OrderSnapshotEntry entry, DateTimeOffset timestamp) => new(
        timestamp,
        entry.Symbol,
        entry.OrderId,
        entry.Type,
        string.Empty,
        entry.Price,
        entry.Quantity,
        ExecutedPrice: null,
        ExecutedQuantity: 0,
        AggregatedExecutedQuantity: null,
        entry.Side,
        entry.Status,
        entry.Status.ToString());

    private void Read(OrderUpdate update, long at)
    {
        LastUpdateAt = Math.Max(LastUpdateAt, at);
        Identify(update.Symbol, update.Side, at);
        ReadTerms(update, at);
        ReadStatus(update, at);
    }

    // The exchange's word on the order itself over that on its fills; the earliest of each.
    private void Identify(Symbol symbol, Side side, long rank)
    {
        if (_identityRank == long.MaxValue || (symbol == _symbol && side == _side))
        {
            (_symbol, _side, _identityRank) = (symbol, side, Math.Min(_identityRank, rank));
            return;
        }

        _isConflicting = true;
        if (rank < _identityRank || (rank == _identityRank && (symbol, side).CompareTo((_symbol, _side)) < 0))
            (_symbol, _side, _identityRank) = (symbol, side, rank);
    }

    // NEW and PARTIAL state the terms as they stand, the others in passing.
    private void ReadTerms(OrderUpdate update, long at)
    {
        var rank = update.Status is OrderStatus.New or OrderStatus.PartiallyFilled ? at + Class : at;
        if (update.OrderType != OrderType.Unknown && (rank > _typeRank || (rank == _typeRank && update.OrderType > _type)))
            (_type, _typeRank) = (update.OrderType, rank);
        ReadTerm(ref _price, ref _priceRank, update.OrderPrice, rank);
        ReadTerm(ref _quantity, ref _quantityRank, update.OrderQuantity, rank);
    }

    private static void ReadTerm(ref decimal term, ref long termRank, decimal? value, long rank)
    {
        if (value > 0 && (rank > termRank || (rank == termRank && value > term)))
            (term, termRank) = (value.Value, rank);
    }

    private void ReadStatus(OrderUpdate update, long at)
    {
        _said |= Said.Update | update.Status switch
        {
            OrderStatus.New => Said.New,
            OrderStatus.PartiallyFilled => Said.Partial,
            OrderStatus.Filled => Said.Filled,
            OrderStatus.Cancelled => Said.Cancelled,
            OrderStatus.Rejected => Said.Rejected,
            _ => Said.None,
        };
        if (update.Status != OrderStatus.Unknown)
            return;
        if (at > _unknownStatusAt || (at == _unknownStatusAt && string.CompareOrdinal(update.StatusText, _unknownStatus) > 0))
            (_unknownStatus, _unknownStatusAt) = (update.StatusText, at);
    }

    private void Touch(long at)
    {
        _createdAt = Math.Min(_createdAt, at);
        _updatedAt = Math.Max(_updatedAt, at);
        _isStale = _isMissing = false;
        Current = Compute();
    }

    private Order Compute()
    {
        var confirmed = _fills?.Confirmed ?? 0;
        var updateTotal = _fills?.UpdateTotal ?? 0;
        var filled = Math.Max(confirmed, updateTotal);
        var unconfirmed = Money.Add(updateTotal, -confirmed);
        var status = Status(confirmed, filled);
        var isDone = status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected;
        var notional = Notional(confirmed, updateTotal);

        return new Order(
            orderId,
            _symbol,
            _side,
            _type,
            _price > 0 ? _price : null,
            _quantity > 0 ? _quantity : null,
            status,
            filled,
            confirmed,
            unconfirmed,
            isDone ? 0 : _quantity > 0 ? Money.Add(_quantity, -filled) : null,
            AveragePrice(notional, filled),
            new DateTimeOffset(_createdAt, TimeSpan.Zero),
            new DateTimeOffset(_updatedAt, TimeSpan.Zero),
            Flags(status, filled, confirmed, notional is not null && updateTotal > confirmed),
            isDone,
            isDone && unconfirmed == 0)
        {
            Notional = notional,
            StatusText = status == OrderStatus.Unknown ? _unknownStatus : null,
        };
    }

    private OrderStatus Status(decimal confirmed, decimal filled)
    {
        var isKnown = _quantity > 0;
        var isFilled = Has(Said.Filled) || (isKnown && confirmed >= _quantity);
        return (isFilled, Has(Said.Cancelled)) switch
        {
            (true, true) => isKnown && filled < _quantity ? OrderStatus.Cancelled : OrderStatus.Filled,
            (true, false) => OrderStatus.Filled,
            (false, true) => OrderStatus.Cancelled,
            _ when Has(Said.Rejected) && filled == 0 => OrderStatus.Rejected,
            _ when Has(Said.Partial) || filled > 0 => OrderStatus.PartiallyFilled,
            _ => Has(Said.New) ? OrderStatus.New : OrderStatus.Unknown,
        };
    }

    private decimal? Notional(decimal confirmed, decimal updateTotal)
    {
        if (updateTotal > confirmed)
            return _fills!.UpdateNotional;
        return confirmed > 0 ? _fills!.ConfirmedNotional : null;
    }

    // A division costs more than all the rest, so only when its operands changed.
    private decimal? AveragePrice(decimal? notional, decimal filled)
    {
        if (Current is { } before && before.Notional == notional && before.Filled == filled)
            return before.AveragePrice;
        return notional is { } money ? Money.Divide(money, filled) : null;
    }

    private OrderFlags Flags(OrderStatus status, decimal filled, decimal confirmed, bool isEstimated)
    {
        var flags = OrderFlags.None;
        if (!Has(Said.Update))
            flags |= OrderFlags.Orphan;
        if (_isStale)
            flags |= OrderFlags.Stale;
        if (_quantity > 0 && filled > _quantity)
            flags |= OrderFlags.Overfilled;
        if (status == OrderStatus.Filled && filled < _quantity)
            flags |= OrderFlags.Underfilled;
        if (_isConflicting || HasContradictingEnds(filled))
            flags |= OrderFlags.Conflict;
        if (isEstimated)
            flags |= OrderFlags.Estimated;
        if (confirmed < _inferredUntil)
            flags |= OrderFlags.Inferred;
        if (_isMissing)
            flags |= OrderFlags.Missing;
        return flags;
    }

    private bool HasContradictingEnds(decimal filled) =>
        (Has(Said.Filled) && Has(Said.Cancelled)) || (Has(Said.Rejected) && (filled > 0 || Has(Said.Filled) || Has(Said.Cancelled)));

    private bool Has(Said word) => (_said & word) != Said.None;
}
