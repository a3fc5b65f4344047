namespace Nexus.Reactive;

/// <summary>What is remembered of one order: facts that do not depend on the order in which they came. <see cref="Current"/> is computed from them.</summary>
internal sealed class OrderState(long orderId, ExecutedQuantityKind reading)
{
    private const long Never = -1;

    // Above every timestamp's ticks: lifts one class of facts over another.
    private const long Class = 1L << 62;

    // The tracker's own bookkeeping, kept here to spare it a look-up.
    public long Settlement;
    public long Retention;
    public bool IsFillsMissingTold;

    private FillLedgers? _fills;
    private Reported _reported;
    private Changes _changes;
    private bool _isConflicting;
    private bool _isStale;
    private bool _isMissing;
    private bool _isConfirmedWhole;
    private int _filledAgainstQuantity;
    private int _filledAgainstBefore;

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
    private enum Reported : byte
    {
        None = 0,
        Update = 1,
        New = 2,
        Partial = 4,
        Filled = 8,
        Cancelled = 16,
        Rejected = 32,
    }

    // What the input at hand has moved: nothing else is computed anew.
    [Flags]
    private enum Changes : byte
    {
        None = 0,
        Terms = 1,
        Fills = 2,
        Ledger = 4,
    }

    /// <summary>The exchange's id.</summary>
    public long OrderId => orderId;

    /// <summary>The order as of its latest input; null before the first.</summary>
    public Order? Current { get; private set; }

    /// <summary>The latest update's timestamp in UTC ticks; below every timestamp when there was none.</summary>
    public long LastUpdateAt { get; private set; } = Never;

    /// <summary>Whether the two ledgers differ.</summary>
    public bool IsUnsettled => Current is not null && decimal.Sign(Current.Unconfirmed) != 0 && !IsTombstone;

    /// <summary>Whether this is what came of an order that was forgotten when its fills were complete.</summary>
    public bool IsTombstone => _replayUntil == long.MaxValue;

    /// <summary>Whether the numbers of a wholly confirmed order fit the other reading only.</summary>
    public bool IsMisread => _fills is not null && IsQuantityKnown && _fills.Confirmed == _quantity && _fills.FitsOtherReading(_quantity);

    private bool IsQuantityKnown => _quantityRank != Never;

    /// <summary>An order that was forgotten, of which no more is known than how it ended and that its fills were counted: only new transactions count.</summary>
    public static OrderState CreateTombstone(OrderStatus status, long orderId, ExecutedQuantityKind reading) =>
        new(orderId, reading) { _reported = Reported.Update | GetWord(status), _replayUntil = long.MaxValue };

    /// <summary>Whether an update was said before the latest gap already.</summary>
    public bool IsReplay(OrderUpdate update) => update.Timestamp.UtcTicks <= _replayUntil;

    /// <summary>Counts an update; what it meant.</summary>
    public OrderEventKind Apply(OrderUpdate update)
    {
        var at = update.Timestamp.UtcTicks;
        Read(update, at);
        if (decimal.Sign(update.ExecutedQuantity) > 0 || update.AggregatedExecutedQuantity is not null)
            Fill((_fills ??= new FillLedgers(reading)).Add(update));
        return Commit(at, update.Status);
    }

    /// <summary>Counts a transaction; what it meant.</summary>
    public OrderEventKind Apply(Transaction transaction)
    {
        var at = transaction.Timestamp.UtcTicks;
        Identify(transaction.Symbol, transaction.Side, at + Class);
        Fill((_fills ??= new FillLedgers(reading)).Add(transaction));
        return Commit(at, OrderStatus.Unknown);
    }

    /// <summary>A snapshot's word on this order: it wins on the total of updates, unless a later update is known already; then it can only raise it.</summary>
    public OrderEventKind Apply(OrderSnapshotEntry entry, DateTimeOffset timestamp)
    {
        var at = timestamp.UtcTicks;
        _fills ??= new FillLedgers(reading);
        if (at >= LastUpdateAt || entry.Filled > _fills.UpdateTotal)
            Fill(_fills.Rebase(new Execution(entry.Filled, entry.AveragePrice ?? 0)));
        Read(AsUpdate(entry, timestamp), at);
        _replayUntil = Math.Max(_replayUntil, at);
        return Commit(at, entry.Status);
    }

    /// <summary>A snapshot that should list this order does not, and nothing later is known of it.</summary>
    public void MarkMissing(DateTimeOffset timestamp)
    {
        if (Current!.IsDone || _isMissing || _updatedAt > timestamp.UtcTicks)
            return;
        _isMissing = true;
        Current = Compute();
    }

    /// <summary>A transaction that is not counted: it says when something happened, and in which symbol and side, all the same.</summary>
    public void ApplyUncounted(Transaction transaction, bool contradicts)
    {
        _isConflicting |= contradicts;
        var at = transaction.Timestamp.UtcTicks;
        Identify(transaction.Symbol, transaction.Side, at + Class);
        Date(at);
        Refresh();
    }

    /// <summary>Another order claims a transaction of this one.</summary>
    public void Contradict()
    {
        _isConflicting = true;
        Refresh();
    }

    /// <summary>The stream was cut: what comes next may be a replay, and what came meanwhile is not known.</summary>
    public void MarkStale()
    {
        _replayUntil = Math.Max(_replayUntil, LastUpdateAt);
        if (Current!.IsDone || _isStale)
            return;
        _isStale = true;
        Current = Compute();
    }

    private static OrderUpdate AsUpdate(OrderSnapshotEntry entry, DateTimeOffset timestamp) => new()
    {
        Timestamp = timestamp,
        Symbol = entry.Symbol,
        OrderId = entry.OrderId,
        OrderType = entry.Type,
        OrderTypeText = string.Empty,
        Side = entry.Side,
        Status = entry.Status,
        StatusText = entry.Status.ToString(),
        OrderPrice = entry.Price,
        OrderQuantity = entry.Quantity,
    };

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
        {
            Move(Changes.Terms, update.OrderType != _type);
            (_type, _typeRank) = (update.OrderType, rank);
        }

        ReadTerm(ref _price, ref _priceRank, update.OrderPrice, rank);
        ReadTerm(ref _quantity, ref _quantityRank, update.OrderQuantity, rank);
    }

    private void ReadTerm(ref decimal term, ref long termRank, decimal? value, long rank)
    {
        if (rank < termRank || value is not { } stated || decimal.Sign(stated) <= 0)
            return;
        var isChange = stated != term;
        if (rank == termRank && (!isChange || stated < term))
            return;
        Move(Changes.Terms, isChange);
        (term, termRank) = (stated, rank);
    }

    private void ReadStatus(OrderUpdate update, long at)
    {
        _reported |= Reported.Update | GetWord(update.Status);
        if (update.Status != OrderStatus.Unknown)
            return;
        if (at > _unknownStatusAt || (at == _unknownStatusAt && string.CompareOrdinal(update.StatusText, _unknownStatus) > 0))
            (_unknownStatus, _unknownStatusAt) = (update.StatusText, at);
    }

    private static Reported GetWord(OrderStatus status) => status switch
    {
        OrderStatus.New => Reported.New,
        OrderStatus.PartiallyFilled => Reported.Partial,
        OrderStatus.Filled => Reported.Filled,
        OrderStatus.Cancelled => Reported.Cancelled,
        OrderStatus.Rejected => Reported.Rejected,
        _ => Reported.None,
    };

    private void Fill(bool hasGrown)
    {
        Move(Changes.Fills, true);
        Move(Changes.Ledger, hasGrown);
    }

    private void Move(Changes what, bool hasMoved)
    {
        if (hasMoved)
            _changes |= what;
    }

    private OrderEventKind Commit(long at, OrderStatus said)
    {
        Date(at);
        _isStale = _isMissing = false;
        var before = Current;
        var after = Current = Compute();
        var kind = Classify(before, after, said);
        _changes = Changes.None;
        return kind;
    }

    private void Date(long at)
    {
        _createdAt = Math.Min(_createdAt, at);
        _updatedAt = Math.Max(_updatedAt, at);
    }

    private void Refresh()
    {
        var order = Compute();
        if (order != Current)
            Current = order;
    }

    private OrderEventKind Classify(Order? before, Order after, OrderStatus said)
    {
        if (after.Status != (before?.Status ?? OrderStatus.Unknown))
            return OrderEvent.GetKind(after.Status);
        if (before is null)
            return OrderEventKind.Ignored;
        if ((after.Flags & ~before.Flags & OrderFlags.Conflict) != OrderFlags.None)
            return OrderEventKind.Conflict;

        if (_filledAgainstBefore > 0)
            return after.IsDone ? OrderEventKind.LateFill : OrderEventKind.PartiallyFilled;
        if ((_changes & Changes.Ledger) != Changes.None)
            return OrderEventKind.FillConfirmed;
        if ((_changes & Changes.Terms) != Changes.None || _filledAgainstBefore < 0)
            return OrderEventKind.Amended;
        return said == after.Status && said != OrderStatus.Unknown ? OrderEventKind.Duplicate : OrderEventKind.Ignored;
    }

    /// <summary>The kind that a status has as news.</summary>

    private Order Compute()
    {
        var before = Current;
        var (filled, confirmed, unconfirmed) = (before?.Filled ?? 0, before?.Confirmed ?? 0, before?.Unconfirmed ?? 0);
        var (notional, averagePrice) = (before?.Notional, before?.AveragePrice);
        _filledAgainstBefore = 0;
        if ((_changes & Changes.Fills) != Changes.None)
        {
            var total = _fills!.UpdateTotal;
            confirmed = _fills.Confirmed;
            var ahead = decimal.Compare(total, confirmed);
            unconfirmed = ahead == 0 ? 0 : SaturatingDecimal.Add(total, -confirmed);
            var money = ahead > 0 ? _fills.UpdateNotional : decimal.Sign(confirmed) != 0 ? _fills.ConfirmedNotional : null;
            _filledAgainstBefore = decimal.Compare(ahead > 0 ? total : confirmed, filled);
            filled = ahead > 0 ? total : confirmed;

            // A division costs more than all the rest.
            if (_filledAgainstBefore != 0 || money != notional)
                averagePrice = money is { } known && decimal.Sign(filled) != 0 ? SaturatingDecimal.Divide(known, filled) : null;
            notional = money;
        }

        if (_changes != Changes.None && IsQuantityKnown)
        {
            _filledAgainstQuantity = decimal.Compare(filled, _quantity);
            _isConfirmedWhole = _filledAgainstQuantity >= 0 && confirmed >= _quantity;
        }

        var hasFills = decimal.Sign(filled) > 0;
        var isSettled = decimal.Sign(unconfirmed) == 0;
        var status = Status(hasFills);
        var isDone = status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected;
        return new Order(
            orderId,
            _symbol,
            _side,
            _type,
            _priceRank != Never ? _price : null,
            IsQuantityKnown ? _quantity : null,
            status,
            filled,
            confirmed,
            unconfirmed,
            isDone ? 0 : !IsQuantityKnown ? null : hasFills ? SaturatingDecimal.Add(_quantity, -filled) : _quantity,
            averagePrice,
            Utc(_createdAt),
            Utc(_updatedAt),
            Flags(status, hasFills, notional is not null && decimal.Sign(unconfirmed) > 0),
            isDone,
            isDone && isSettled)
        {
            Notional = notional,
            StatusText = status == OrderStatus.Unknown ? _unknownStatus : null,
        };
    }

    private static DateTimeOffset Utc(long ticks) => new(new DateTime(ticks, DateTimeKind.Utc));

    private OrderStatus Status(bool hasFills)
    {
        var isFilled = Has(Reported.Filled) || _isConfirmedWhole;
        if (Has(Reported.Cancelled))
            return isFilled && _filledAgainstQuantity >= 0 ? OrderStatus.Filled : OrderStatus.Cancelled;
        if (isFilled)
            return OrderStatus.Filled;
        if (Has(Reported.Rejected) && !hasFills)
            return OrderStatus.Rejected;
        if (Has(Reported.Partial) || hasFills)
            return OrderStatus.PartiallyFilled;
        return Has(Reported.New) ? OrderStatus.New : OrderStatus.Unknown;
    }

    private OrderFlags Flags(OrderStatus status, bool hasFills, bool isEstimated)
    {
        var flags = OrderFlags.None;
        if (!Has(Reported.Update))
            flags |= OrderFlags.Orphan;
        if (_isStale)
            flags |= OrderFlags.Stale;
        if (_filledAgainstQuantity > 0)
            flags |= OrderFlags.Overfilled;
        if (status == OrderStatus.Filled && _filledAgainstQuantity < 0)
            flags |= OrderFlags.Underfilled;
        if (_isConflicting || HasContradictingEnds(hasFills))
            flags |= OrderFlags.Conflict;
        if (isEstimated)
            flags |= OrderFlags.Estimated;
        if (_fills is { IsInferred: true })
            flags |= OrderFlags.Inferred;
        if (_isMissing)
            flags |= OrderFlags.Missing;
        return flags;
    }

    private bool HasContradictingEnds(bool hasFills) => (_reported & (Reported.Filled | Reported.Cancelled | Reported.Rejected)) switch
    {
        Reported.None or Reported.Filled or Reported.Cancelled => false,
        Reported.Rejected => hasFills,
        _ => true,
    };

    private bool Has(Reported word) => (_reported & word) != Reported.None;
}
