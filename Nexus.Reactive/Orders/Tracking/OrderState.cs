namespace Nexus.Reactive;

/// <summary>What is remembered of one order: facts that do not depend on the order in which they came. <see cref="Current"/> is computed from them.</summary>
/// <remarks>
/// It is open (no end is known), done (<see cref="Order.IsDone"/>), or a tombstone that only counts new transactions. An input adds facts, and
/// <see cref="Commit"/> computes the order and names the change.
/// </remarks>
internal sealed class OrderState(long orderId, SharedTracking shared)
{
    private FillChange? _latestFill;
    private FillLedgers? _ledgers;
    private OrderTerms _terms = new();
    private StatusFacts _statuses;
    private UpdateHistory _updates;
    private bool _isConflicting;
    private bool _isStale;
    private bool _isMissing;
    private bool _isFilled;
    private bool _hasLedgerGrown;
    private long _createdAt = long.MaxValue;
    private long _updatedAt;
    private long _lastUpdateAt = -1;
    private long _snapshotAt = -1;
    private bool _snapshotHasEnd;

    /// <summary>The exchange's id.</summary>
    public long OrderId => orderId;

    /// <summary>The order as of its latest input; null before the first.</summary>
    public Order? Current { get; private set; }

    /// <summary>Whether this is what remains of an order that was forgotten when its fills were complete.</summary>
    public bool IsTombstone { get; private init; }

    /// <summary>What all orders of the tracker share.</summary>
    public SharedTracking Shared => shared;

    /// <summary>Which of its places among the done orders that wait to be forgotten is the valid one; 0 while it is open.</summary>
    public int DoneTurn { get; set; }

    /// <summary>When the fills were due whose lack was last reported.</summary>
    public long ReportedMissingAt { get; set; } = -1;

    /// <summary>Whether the two ledgers differ.</summary>
    public bool IsUnsettled => Current is not null && Current.Reported != Current.Confirmed && !IsTombstone;

    /// <summary>Whether the numbers contradict the reading of <c>executed_quantity</c>.</summary>
    public bool IsMisread => _ledgers is not null && _terms.Quantity is { } quantity && _ledgers.IsMisread(quantity);

    /// <summary>The fills as two ledgers state them, once there are any.</summary>
    public FillLedgers? Ledgers => _ledgers;

    /// <summary>The fills and fees as a position counts them.</summary>
    public FillHistory Fills => new(_latestFill);

    /// <summary>An order that was forgotten with its fills complete: only new transactions count.</summary>
    public static OrderState CreateTombstone(OrderStatus status, long orderId, SharedTracking shared)
    {
        var state = new OrderState(orderId, shared) { IsTombstone = true };
        state._statuses.Add(status, string.Empty, 0);
        return state;
    }

    /// <summary>Whether an update repeats one that was counted before the latest gap.</summary>
    public bool IsReplay(ulong fingerprint) => IsTombstone || _updates.TryReplay(fingerprint);

    /// <summary>Counts an update; what it meant.</summary>
    public OrderEventKind Apply(OrderUpdate update, ulong fingerprint, long at)
    {
        _updates.Add(fingerprint);
        _lastUpdateAt = Math.Max(_lastUpdateAt, at);
        Read(update, at);

        // A snapshot holds what was executed up to its time, but not an end that it does not know of.
        var isInSnapshot = at <= _snapshotAt && (_snapshotHasEnd || !IsEnd(update.Status));
        if (!isInSnapshot && (decimal.Sign(update.ExecutedQuantity) > 0 || update.AggregatedExecutedQuantity is not null))
            Fill(GetLedgers().Add(update, at));
        return Commit(at, update.Status);
    }

    /// <summary>Counts a transaction; what it meant.</summary>
    public OrderEventKind Apply(Transaction transaction, long at)
    {
        _terms.Read(transaction, at);
        AddFee(transaction);
        Fill(GetLedgers().Add(transaction, at));
        return Commit(at, OrderStatus.Unknown);
    }

    /// <summary>A snapshot's statement on this order: it wins on the total of updates, unless a later update or snapshot is known already; then it can only raise it.</summary>
    public OrderEventKind Apply(OrderSnapshotEntry entry, DateTimeOffset timestamp, bool isBeforeTracking)
    {
        var at = timestamp.UtcTicks;
        var snapshot = new Execution(entry.Filled, ExactRatio.Trim(entry.AveragePrice ?? 0), at);
        var isBefore = isBeforeTracking && !_statuses.HasNew;
        var isLate = at < Math.Max(_lastUpdateAt, _snapshotAt);
        Fill(GetLedgers().Rebase(snapshot, isBefore, isLate));
        Read(AsUpdate(entry, timestamp), at);
        if (!isLate)
            (_snapshotAt, _snapshotHasEnd) = (at, IsEnd(entry.Status));
        return Commit(at, entry.Status);
    }

    /// <summary>A snapshot that should list this order does not, and nothing later is known of it.</summary>
    public void MarkMissing(DateTimeOffset timestamp)
    {
        if (Current!.IsDone || _isMissing || _updatedAt > timestamp.UtcTicks)
            return;
        _isMissing = true;
        Current = Current with { Flags = Current.Flags | OrderFlags.Missing };
    }

    /// <summary>A transaction that is not counted; it has a time, a symbol and a side all the same.</summary>
    public void ApplyUncounted(Transaction transaction, long at, bool contradicts)
    {
        _isConflicting |= contradicts;
        _terms.Read(transaction, at);
        Date(at);
        Refresh();
    }

    /// <summary>The fee of a transaction that was counted without one.</summary>
    public void ApplyFee(Transaction transaction, long at)
    {
        AddFee(transaction);
        Date(at);
        Current = Compute();
    }

    /// <summary>Another order claims a transaction of this one.</summary>
    public void Contradict()
    {
        _isConflicting = true;
        Refresh();
    }

    /// <summary>The stream was cut: what follows may be a replay, and what else follows is later than what came before.</summary>
    public void MarkStale()
    {
        _updates.BeginReplay();
        _terms.BeginGap();
        if (Current!.IsDone || _isStale)
            return;
        _isStale = true;
        Current = Current with { Flags = Current.Flags | OrderFlags.Stale };
    }

    private FillLedgers GetLedgers() => _ledgers ??= new FillLedgers(this);

    /// <summary>Adds a change to the fills, linked to <see cref="Fills"/>.</summary>
    public void Append(FillChange change) => _latestFill = change;

    /// <summary>Adds a quantity at a place, or takes it from there.</summary>
    public void Place(long at, decimal price, decimal quantity) => Append(new PlacedChange(_latestFill, at, price, quantity));

    private static bool IsEnd(OrderStatus status) => status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected;

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
        OrderPrice = entry.Price > 0 ? entry.Price : null,
        OrderQuantity = entry.Quantity,
    };

    private void Read(OrderUpdate update, long at)
    {
        _terms.Read(update, at);
        _statuses.Add(update.Status, update.StatusText, at);
    }

    private void AddFee(Transaction transaction)
    {
        if (transaction.Fee is { } fee && decimal.Sign(fee) != 0)
            Append(new FeeChange(_latestFill, transaction.FeeAsset ?? string.Empty, ExactRatio.Trim(fee)));
    }

    private void Fill(bool hasGrown) => (_isFilled, _hasLedgerGrown) = (true, hasGrown);

    private OrderEventKind Commit(long at, OrderStatus stated)
    {
        Date(at);
        _isStale = _isMissing = false;
        var before = Current;
        var after = Current = Compute();
        var kind = Classify(before, after, stated);
        _isFilled = _hasLedgerGrown = _terms.HasChanged = false;
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

    private OrderEventKind Classify(Order? before, Order after, OrderStatus stated)
    {
        if (after.Status != (before?.Status ?? OrderStatus.Unknown))
            return OrderEvent.GetKind(after.Status);
        if (before is null)
            return OrderEventKind.Ignored;
        if ((after.Flags & ~before.Flags & OrderFlags.Conflict) != OrderFlags.None)
            return OrderEventKind.Conflict;
        var growth = decimal.Compare(after.Filled, before.Filled);
        if (growth > 0)
            return after.IsDone ? OrderEventKind.LateFill : OrderEventKind.PartiallyFilled;
        if (_hasLedgerGrown)
            return OrderEventKind.FillConfirmed;
        if (_terms.HasChanged || growth < 0)
            return OrderEventKind.Amended;
        return stated == after.Status && stated != OrderStatus.Unknown ? OrderEventKind.Duplicate : OrderEventKind.Ignored;
    }

    private Order Compute()
    {
        var before = Current;
        var (filled, earlier, confirmed, reported) = before is null ? default : (before.Filled, before.FilledBefore, before.Confirmed, before.Reported);
        var (notional, unpriced, averagePrice) = (before?.Notional, before?.UnpricedQuantity ?? 0, before?.AveragePrice);
        if (_isFilled)
        {
            (earlier, confirmed, reported) = (_ledgers!.FilledBefore, _ledgers.Confirmed, _ledgers.Reported);
            var total = SaturatingDecimal.Add(Math.Max(confirmed, reported), earlier);
            (unpriced, var money) = (_ledgers.Unpriced, _ledgers.Notional);
            var priced = SaturatingDecimal.Add(total, -unpriced);
            if (decimal.Sign(priced) <= 0)
                (notional, averagePrice) = (null, null);
            else if (money != notional || total != filled || unpriced != before?.UnpricedQuantity)
                (notional, averagePrice) = (money, ExactRatio.Trim(SaturatingDecimal.Divide(money, priced)));
            filled = total;
        }

        var quantity = _terms.Quantity;
        var hasFills = decimal.Sign(filled) > 0;
        var comparison = quantity is { } ordered ? decimal.Compare(filled, ordered) : 0;
        var isConfirmed = quantity is { } whole && comparison >= 0 && SaturatingDecimal.Add(confirmed, earlier) >= whole;
        var status = _statuses.Resolve(isConfirmed, comparison < 0, hasFills);
        return new Order
        {
            OrderId = orderId,
            Symbol = _terms.Symbol,
            Side = _terms.Side,
            Type = _terms.Type,
            Price = _terms.Price,
            Quantity = quantity,
            Status = status,
            StatusText = status == OrderStatus.Unknown ? _statuses.UnknownText : null,
            Filled = filled,
            FilledBefore = earlier,
            Confirmed = confirmed,
            Reported = reported,
            Notional = notional,
            UnpricedQuantity = unpriced,
            AveragePrice = averagePrice,
            CreatedAt = Utc(_createdAt),
            UpdatedAt = Utc(_updatedAt),
            Flags = GetFlags(status, comparison, hasFills, notional is not null && (reported > confirmed || decimal.Sign(earlier) > 0)),
            Fills = Fills,
        };
    }

    private static DateTimeOffset Utc(long ticks) => new(new DateTime(ticks, DateTimeKind.Utc));

    private OrderFlags GetFlags(OrderStatus status, int comparison, bool hasFills, bool isEstimated)
    {
        var flags = OrderFlags.None;
        if (!_statuses.IsKnown)
            flags |= OrderFlags.Orphan;
        if (_isStale)
            flags |= OrderFlags.Stale;
        if (comparison > 0)
            flags |= OrderFlags.Overfilled;
        if (status == OrderStatus.Filled && comparison < 0)
            flags |= OrderFlags.Underfilled;
        if (_isConflicting || _terms.IsContradictory || _statuses.IsContradictory(hasFills))
            flags |= OrderFlags.Conflict;
        if (isEstimated)
            flags |= OrderFlags.Estimated;
        if (_ledgers is { IsInferred: true })
            flags |= OrderFlags.Inferred;
        if (_ledgers is { IsUnexplained: true })
            flags |= OrderFlags.Unexplained;
        if (_isMissing)
            flags |= OrderFlags.Missing;
        return flags;
    }
}

/// <summary>A done order's place in the queue of those to be forgotten.</summary>
internal readonly record struct DoneOrder(OrderState Order, int Turn) : IExpiring
{
    public bool IsWaiting => Order.DoneTurn == Turn;

    public void OnRemoved()
    {
    }
}

/// <summary>What all orders of a tracker share.</summary>
/// <param name="Reading">What <c>executed_quantity</c> means.</param>
/// <param name="Opened">Receives the fills that one ledger lacks since the input at hand.</param>
internal sealed record SharedTracking(ExecutedQuantityKind Reading, List<OpenFill> Opened);
