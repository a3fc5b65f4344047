using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>The stored facts about one order, independent of their order of arrival. <see cref="Current"/> is computed from them.</summary>
/// <remarks>
/// The order is open (no end is known), done (<see cref="Order.IsDone"/>), or a tombstone that counts only new transactions. An input adds facts, and
/// <see cref="Commit"/> computes the order and classifies the change.
/// </remarks>
internal sealed class OrderState(long orderId, SharedTracking shared)
{
    private FillChange? _latestFill;
    private FillLedgers? _ledgers;
    private OrderFacts _facts = new(orderId);
    private UpdateHistory _updates;
    private bool _isFilled;
    private long _lastUpdateAt = -1;
    private long _snapshotAt = -1;
    private bool _snapshotHasEnd;

    /// <summary>The exchange's id.</summary>
    public long OrderId => _facts.Terms.OrderId;

    /// <summary>The order as of its latest input; null before the first input.</summary>
    public Order? Current { get; private set; }

    /// <summary>What was counted before, if this is the remainder of an order that was forgotten after its fills were complete.</summary>
    public StrongBox<OrderTombstone>? Tombstone { get; private init; }

    /// <summary>Whether this is the remainder of an order that was forgotten after its fills were complete.</summary>
    public bool IsTombstone => Tombstone is not null;

    /// <summary>Whether NEW was reported.</summary>
    public bool HasNew => _facts.Statuses.HasNew;

    /// <summary>The data that all orders of the tracker share.</summary>
    public SharedTracking Shared => shared;

    /// <summary>The turn of its valid entry in the queue of done orders; 0 while it is open.</summary>
    public int DoneTurn { get; set; }

    /// <summary>The time at which the fills last reported as missing were due.</summary>
    public long ReportedMissingAt { get; set; } = -1;

    /// <summary>Whether the two ledgers differ. Updates of a remainder are not counted, so only a snapshot's total can be missing its transactions.</summary>
    public bool IsUnsettled => Current is not null && (IsTombstone ? Current.Reported > Current.Confirmed : Current.Reported != Current.Confirmed);

    /// <summary>Whether the numbers contradict the reading of <c>executed_quantity</c>.</summary>
    public bool IsMisread => _ledgers is not null && decimal.Sign(_facts.Terms.Quantity) != 0 && MayBeMisread && _ledgers.IsMisread(_facts.Terms.Quantity);

    /// <summary>The fills of the two ledgers; null before the first fill.</summary>
    public FillLedgers? Ledgers => _ledgers;

    /// <summary>The fills and fees that a position counts.</summary>
    public FillHistory Fills => new(_latestFill);

    /// <summary>Creates the remainder of an order that was forgotten after its fills were complete: only new transactions and a snapshot's greater total count.</summary>
    public static OrderState CreateTombstone(in OrderTombstone tombstone, long orderId, SharedTracking shared)
    {
        var state = new OrderState(orderId, shared) { Tombstone = new(tombstone) };
        state._facts.Statuses.Add(tombstone.Status, string.Empty, 0);
        if (tombstone.HasNew)
            state._facts.Statuses.Add(OrderStatus.New, string.Empty, 0);
        return state;
    }

    /// <summary>Transfers an order with its fills.</summary>
    public static OrderState Transfer(StateArchive archive, OrderState? known, SharedTracking shared)
    {
        var orderId = known?.OrderId ?? 0;
        archive.Value("orderId", ref orderId);
        var tombstone = archive.Optional("tombstone", known?.Tombstone, t => new StrongBox<OrderTombstone>(OrderTombstone.Transfer(archive, t?.Value, shared)));
        var state = known ?? new OrderState(orderId, shared) { Tombstone = tombstone };
        state.Transfer(archive);
        return state;
    }

    /// <summary>Returns whether an update repeats one that was counted before the latest gap.</summary>
    public bool IsReplay(ulong fingerprint) => IsTombstone || _updates.TryReplay(fingerprint);

    /// <summary>Returns whether an update repeats one that was counted at any time.</summary>
    public bool IsReplayOf(ulong fingerprint) => IsTombstone || _updates.Contains(fingerprint);

    /// <summary>Counts an update and returns its effect.</summary>
    public OrderEventKind Apply(OrderUpdate update, ulong fingerprint, long at)
    {
        _updates.Add(fingerprint);
        _lastUpdateAt = Math.Max(_lastUpdateAt, at);
        Read(update, at);

        // A snapshot contains the quantity executed up to its time, but not an end that it does not report.
        var isInSnapshot = at <= _snapshotAt && (_snapshotHasEnd || !IsEnd(update.Status));
        if (!isInSnapshot && (decimal.Sign(update.ExecutedQuantity) > 0 || update.HasAggregatedExecutedQuantity))
            Fill(GetLedgers().Add(update, at));
        return Commit(at, update.Status);
    }

    /// <summary>Counts a transaction and returns its effect.</summary>
    public OrderEventKind Apply(Transaction transaction, long at)
    {
        _facts.Terms.Read(transaction, at);
        AddFee(transaction);
        Fill(GetLedgers().Add(transaction, at));
        return Commit(at, OrderStatus.Unknown);
    }

    /// <summary>
    /// Applies a snapshot. It replaces the total of the updates; if a later update or snapshot is already known, it can only increase the total.
    /// </summary>
    public OrderEventKind Apply(OrderSnapshotEntry entry, DateTimeOffset timestamp, bool isBeforeTracking)
    {
        var at = timestamp.UtcTicks;
        var snapshot = Tombstone?.Value.GetUncounted(entry, at) ?? new Execution(entry.Filled, ExactRatio.Trim(entry.AveragePrice ?? 0), at);
        var isBefore = isBeforeTracking && !_facts.Statuses.HasNew;
        var isLate = at < Math.Max(_lastUpdateAt, _snapshotAt);
        Fill(GetLedgers().Rebase(snapshot, isBefore, isLate));
        Read(AsUpdate(entry, timestamp), at);
        if (!isLate)
            (_snapshotAt, _snapshotHasEnd) = (at, IsEnd(entry.Status));
        return Commit(at, entry.Status);
    }

    /// <summary>Called when a snapshot does not list this order. It has no effect if a later input is known.</summary>
    public void MarkMissing(DateTimeOffset timestamp)
    {
        if (Current!.IsDone || _facts.IsMissing || _facts.UpdatedAt > timestamp.UtcTicks)
            return;
        _facts.IsMissing = true;
        Current = Current with { Flags = Current.Flags | OrderFlags.Missing };
    }

    /// <summary>Applies the time, symbol and side of a transaction that is not counted.</summary>
    public void ApplyUncounted(Transaction transaction, long at, bool contradicts)
    {
        _facts.IsConflicting |= contradicts;
        _facts.Terms.Read(transaction, at);
        _facts.Date(at);
        Refresh();
    }

    /// <summary>Adds the fee of a transaction that was counted without one.</summary>
    public void ApplyFee(Transaction transaction, long at)
    {
        AddFee(transaction);
        _facts.Terms.Read(transaction, at);
        _facts.Date(at);
        Current = Build();
    }

    /// <summary>Called when a transaction of this order is also reported for another order.</summary>
    public void Contradict()
    {
        _facts.IsConflicting = true;
        Refresh();
    }

    /// <summary>Called after a gap: later inputs may be replays. All others are later than the inputs before the gap.</summary>
    public void MarkStale()
    {
        _updates.BeginReplay();
        _facts.Terms.BeginGap();
        if (Current!.IsDone || _facts.IsStale)
            return;
        _facts.IsStale = true;
        Current = Current with { Flags = Current.Flags | OrderFlags.Stale };
    }

    private void Transfer(StateArchive archive)
    {
        _latestFill = SavedFills.TransferChain(archive, Fills);
        _ledgers = archive.Optional("ledgers", _ledgers, known => FillLedgers.Transfer(archive, known, this));
        _facts = _facts.Transfer(archive);
        _updates = _updates.Transfer(archive);
        archive.Value("lastUpdateAt", ref _lastUpdateAt);
        archive.Value("snapshotAt", ref _snapshotAt);
        archive.Value("snapshotHasEnd", ref _snapshotHasEnd);
        Current = archive.Optional("current", Current, known => SavedOrder.Transfer(archive, known));
        var (doneTurn, reportedMissingAt) = (DoneTurn, ReportedMissingAt);
        archive.Value("doneTurn", ref doneTurn);
        archive.Value("reportedMissingAt", ref reportedMissingAt);
        (DoneTurn, ReportedMissingAt) = (doneTurn, reportedMissingAt);
    }

    // Quantities that were added up by mistake are noticed when their sum reaches the order's quantity.
    private bool MayBeMisread =>
        Current!.IsDone || (Current.Flags & OrderFlags.Overfilled) != OrderFlags.None || shared.Reading == ExecutedQuantityKind.Cumulative;

    private FillLedgers GetLedgers() => _ledgers ?? new RegularFills(this);

    /// <summary>Adds a change to the fills, linked to <see cref="Fills"/>.</summary>
    public void Append(FillChange change) => _latestFill = change;

    /// <summary>Adds a quantity at a time and price, or subtracts it.</summary>
    public void Place(long at, decimal price, decimal quantity) => Append(new PlacedChange(_latestFill, at, price, quantity));

    private static bool IsEnd(OrderStatus status) => status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected;

    // A remainder has a part of the fills, so it must not be compared with the quantity of the whole order.
    private OrderUpdate AsUpdate(OrderSnapshotEntry entry, DateTimeOffset timestamp) => new()
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
        OrderQuantity = IsTombstone ? null : entry.Quantity,
    };

    private void Read(OrderUpdate update, long at)
    {
        _facts.Terms.Read(update, at);
        _facts.Statuses.Add(update.Status, update.StatusText, at);
    }

    private void AddFee(Transaction transaction)
    {
        if (transaction.Fee is { } fee && decimal.Sign(fee) != 0)
            Append(new FeeChange(_latestFill, transaction.FeeAsset ?? string.Empty, ExactRatio.Trim(fee)));
    }

    private void Fill(FillLedgers ledgers) => (_ledgers, _isFilled) = (ledgers, true);

    private Order Build() => OrderBuilder.Build(_facts, _facts.Terms.Share(), Current, _ledgers, Fills, _isFilled);

    private OrderEventKind Commit(long at, OrderStatus stated)
    {
        _facts.Date(at);
        _facts.IsStale = _facts.IsMissing = false;
        var before = Current;
        var after = Current = Build();
        var kind = OrderBuilder.Classify(before, after, stated, _isFilled && _ledgers!.HasGrown, _facts.Terms.HasChanged);
        _isFilled = _facts.Terms.HasChanged = false;
        return kind;
    }

    private void Refresh()
    {
        var order = Build();
        if (order != Current)
            Current = order;
    }
}
