using System.Diagnostics.CodeAnalysis;

namespace Nexus.Reactive;

/// <summary>Converts inputs and the time to order events, synchronously, on one thread and without Rx.</summary>
internal sealed class OrderTracker(OrderTrackingOptions options)
{
    private readonly Dictionary<long, OrderState> _orders = [];
    private readonly BoundedFifoMap<long, OrderTombstone> _forgotten = new(options.MaxDoneOrders);
    private readonly Fingerprints _fingerprints = new();
    private readonly SettlementWatch _unsettled = new(options.SettlementTimeout);
    private readonly DoneOrders _done = new(options.DoneOrderRetention, options.MaxDoneOrders);
    private readonly HashSet<Symbol> _cutSymbols = [];

    private readonly SharedTracking _shared = new(options.ExecutedQuantity, []);
    private TransactionDeduplicator? _transactions;
    private FeedTime _now;
    private bool _isCut;
    private bool _hasDiagnosed;
    private OrderEvent? _pending;

    /// <summary>The time of the next report of <see cref="TryExpire"/>; <see cref="long.MaxValue"/> if there is none.</summary>
    public long NextDue => Math.Min(_unsettled.NextDue, _done.NextDue);

    /// <summary>No report is due before this time. Takes less time than <see cref="NextDue"/>, because it does not skip what finished in the meantime.</summary>
    public long FirstDue => Math.Min(_unsettled.FirstDue, _done.FirstDue);

    private TransactionDeduplicator Transactions =>
        _transactions ??= new TransactionDeduplicator(options.TransactionKey, options.MaxTransactionIds, _fingerprints);

    public OrderEvent OnUpdate(OrderUpdate update, FeedTime now)
    {
        _now = now;
        var fingerprint = _fingerprints.Get(update);
        if (!_orders.TryGetValue(update.OrderId, out var order))
        {
            var forgotten = FindForgotten(update.OrderId);
            if (forgotten is { } tombstone && tombstone.TryAnswer(update, fingerprint, out var answer))
                return OrderEvent.CreateUntracked(update.OrderId, update.Symbol, update.Side, update.Timestamp, answer, update);
            order = Open(update.OrderId, forgotten);
        }
        else if (order.IsReplay(fingerprint))
            return new OrderEvent(order.Current, order.Current!, OrderEventKind.Duplicate, update);

        var before = order.Current;
        return Commit(order, before, order.Apply(update, fingerprint, now.Trust(update.Timestamp)), update);
    }

    public OrderEvent OnTransaction(Transaction transaction, FeedTime now)
    {
        _now = now;
        var novelty = Transactions.Add(transaction, out var knownOrderId);
        if (novelty == TransactionNovelty.Contradicting)
            return OnOtherTransaction(transaction, knownOrderId);
        if (novelty != TransactionNovelty.New)
            return OnSameTransaction(transaction, novelty == TransactionNovelty.NewFee);

        if (!_orders.TryGetValue(transaction.OrderId, out var order))
            order = Open(transaction.OrderId, FindForgotten(transaction.OrderId));
        var before = order.Current;
        var kind = order.Apply(transaction, now.Trust(transaction.Timestamp));
        if (!_unsettled.HasSeenTransaction)
            _unsettled.ExpectTransactions(Sort(_orders.Values), now.Monotonic);
        return Commit(order, before, kind, transaction);
    }

    /// <summary>Returns one event for each order that the gap makes stale, in the order of their creation.</summary>
    public IEnumerable<OrderEvent> OnGap(FeedGap gap)
    {
        if (gap.Symbol is { } cut)
            _cutSymbols.Add(cut);
        else
            _isCut = true;
        foreach (var order in Sort(_orders.Values))
        {
            var before = order.Current!;
            if (gap.Symbol is { } symbol && symbol != before.Symbol)
                continue;
            order.MarkStale();
            if (!ReferenceEquals(before, order.Current))
                yield return new OrderEvent(before, order.Current!, OrderEventKind.Stale, gap);
        }
    }

    /// <summary>Returns one event for each listed order, in the snapshot's order, then one for each order that is now missing, in the order of their creation.</summary>
    public IReadOnlyList<OrderEvent> OnSnapshot(OrderSnapshot snapshot, FeedTime now)
    {
        _now = now;
        var events = new List<OrderEvent>();
        var listed = new HashSet<long>();
        foreach (var entry in snapshot.Orders)
        {
            listed.Add(entry.OrderId);
            events.Add(OnListed(entry, snapshot.Timestamp));
            if (_pending is { } diagnosis)
                events.Add(diagnosis);
            _pending = null;
        }

        var missing = new List<OrderEvent>();
        foreach (var (orderId, order) in _orders)
        {
            var before = order.Current!;
            if (listed.Contains(orderId) || (snapshot.Symbol is { } symbol && symbol != before.Symbol))
                continue;
            order.MarkMissing(snapshot.Timestamp);
            if (!ReferenceEquals(before, order.Current))
                missing.Add(new OrderEvent(before, order.Current!, OrderEventKind.Missing, null));
        }

        missing.Sort(static (left, right) => (left.After.CreatedAt, left.After.OrderId).CompareTo((right.After.CreatedAt, right.After.OrderId)));
        return [.. events, .. missing];
    }

    /// <summary>Returns the next event that is due: missing fills, a diagnosis or a forgotten order.</summary>
    public bool TryExpire(FeedTime now, [NotNullWhen(true)] out OrderEvent? expired)
    {
        _now = now;
        expired = _pending;
        if (expired is null && now.Monotonic < FirstDue && !_done.IsFull)
            return false;
        if (expired is not null)
            _pending = null;
        else if (_done.IsFull || (_done.NextDue <= now.Monotonic && _done.NextDue < _unsettled.NextDue))
            expired = Forget(_done.Take());
        else if (_unsettled.TakeOverdue(now.Monotonic) is { } order)
            expired = new OrderEvent(order.Current, order.Current!, OrderEventKind.FillsMissing, null);
        return expired is not null;
    }

    /// <summary>The orders that are kept.</summary>
    public IEnumerable<Order> Orders => _orders.Values.Select(static order => order.Current!);

    /// <summary>Transfers the whole state. Call it between inputs, when nothing is due.</summary>
    public void Transfer(StateArchive archive)
    {
        var orders = archive.List("orders", _orders.Values.OrderBy(static order => order.OrderId), order => archive.Reference("order", order, known => OrderState.Transfer(archive, known, _shared))!);
        var forgotten = archive.List("forgotten", _forgotten.Entries, entry =>
        {
            archive.Value("orderId", ref entry.Key);
            return (entry.Key, archive.Object("tombstone", entry.Note, known => OrderTombstone.Transfer(archive, known, _shared)));
        });
        var cut = archive.List("cutSymbols", _cutSymbols.Order(), symbol =>
        {
            archive.Value("symbol", ref symbol);
            return symbol;
        });
        archive.Value("isCut", ref _isCut);
        archive.Value("hasDiagnosed", ref _hasDiagnosed);
        Within("transactions", () => Transactions.Transfer(archive));
        Within("unsettled", () => _unsettled.Transfer(archive, _shared));
        Within("done", () => _done.Transfer(archive, _shared));
        if (!archive.IsReading)
            return;

        foreach (var order in orders)
            _orders.Add(order.OrderId, order);
        foreach (var (orderId, tombstone) in forgotten)
            _forgotten.Set(orderId, tombstone);
        _cutSymbols.UnionWith(cut);

        void Within(string name, Action transfer) => archive.Object(name, this, _ =>
        {
            transfer();
            return this;
        });
    }

    // The keys are in a separate array, so a comparison reads no order. Orders that arrived in the order of their creation are not sorted.
    private static OrderState[] Sort(Dictionary<long, OrderState>.ValueCollection values)
    {
        OrderState[] orders = [.. values];
        var keys = Array.ConvertAll(orders, static order => (order.Current!.CreatedAt.UtcTicks, order.OrderId));
        for (var i = 1; i < keys.Length; i++)
        {
            if (keys[i - 1].CompareTo(keys[i]) <= 0)
                continue;
            Array.Sort(keys, orders);
            break;
        }

        return orders;
    }

    private OrderEvent OnListed(OrderSnapshotEntry entry, DateTimeOffset timestamp)
    {
        if (!_orders.TryGetValue(entry.OrderId, out var order))
        {
            var forgotten = FindForgotten(entry.OrderId);
            if (forgotten is { } tombstone && tombstone.Includes(entry))
                return OrderEvent.CreateUntracked(entry.OrderId, entry.Symbol, entry.Side, timestamp, OrderEventKind.Resynced, null);
            order = Open(entry.OrderId, forgotten);
        }

        // If there was no gap, everything that only the snapshot reports happened before the tracking began.
        var isBeforeTracking = !_isCut && !_cutSymbols.Contains(entry.Symbol);
        var before = order.Current;
        var kind = order.Apply(entry, timestamp, isBeforeTracking);
        var addsNothing = kind is OrderEventKind.Duplicate or OrderEventKind.Ignored || (order.IsTombstone && before?.Filled == order.Current!.Filled);
        return Commit(order, before, addsNothing ? OrderEventKind.Resynced : kind, null);
    }

    private OrderTombstone? FindForgotten(long orderId) => _forgotten.TryGet(orderId, out var tombstone) ? tombstone : null;

    // A forgotten order was counted: only what was missing then can be added.
    private OrderState Open(long orderId, OrderTombstone? forgotten)
    {
        OrderState order;
        if (forgotten is not { } tombstone)
            order = new OrderState(orderId, _shared);
        else if (tombstone.Unsettled is { } unsettled)
        {
            order = unsettled;
            _done.Add(order, _now.Monotonic);
        }
        else
            order = OrderState.CreateTombstone(tombstone, orderId, _shared);
        _orders.Add(orderId, order);
        return order;
    }

    private OrderEvent OnSameTransaction(Transaction transaction, bool isNewFee)
    {
        if (!_orders.TryGetValue(transaction.OrderId, out var order))
        {
            var (symbol, side) = _forgotten.TryGet(transaction.OrderId, out var forgotten) ? (forgotten.Symbol, forgotten.Side) : (transaction.Symbol, transaction.Side);
            var untracked = OrderEvent.CreateUntracked(transaction.OrderId, symbol, side, transaction.Timestamp, OrderEventKind.Duplicate, transaction);
            if (!isNewFee)
                return untracked;
            var fee = new FeeChange(null, transaction.FeeAsset ?? string.Empty, ExactRatio.Trim(transaction.Fee!.Value));
            return untracked with { After = untracked.After with { Fills = new FillHistory(fee) }, Kind = OrderEventKind.Amended };
        }

        var before = order.Current!;
        var at = _now.Trust(transaction.Timestamp);
        if (isNewFee)
            order.ApplyFee(transaction, at);
        else
            order.ApplyUncounted(transaction, at, contradicts: false);
        return new OrderEvent(before, order.Current!, isNewFee ? OrderEventKind.Amended : OrderEventKind.Duplicate, transaction);
    }

    // The first transaction is counted, but both orders get the flag, so the order of arrival does not matter.
    private OrderEvent OnOtherTransaction(Transaction transaction, long knownOrderId)
    {
        if (knownOrderId != transaction.OrderId && _orders.TryGetValue(knownOrderId, out var other))
        {
            var known = other.Current!;
            other.Contradict();
            if (!ReferenceEquals(known, other.Current))
                _pending = new OrderEvent(known, other.Current!, OrderEventKind.Conflict, null);
        }

        if (!_orders.TryGetValue(transaction.OrderId, out var order))
        {
            if (_forgotten.TryGet(transaction.OrderId, out _))
                return OrderEvent.CreateUntracked(transaction.OrderId, transaction.Symbol, transaction.Side, transaction.Timestamp, OrderEventKind.Conflict, transaction);
            order = Open(transaction.OrderId, forgotten: null);
        }

        var before = order.Current;
        order.ApplyUncounted(transaction, _now.Trust(transaction.Timestamp), contradicts: true);
        return new OrderEvent(before, order.Current!, OrderEventKind.Conflict, transaction);
    }

    private OrderEvent Commit(OrderState order, Order? before, OrderEventKind kind, NexusMessage? cause)
    {
        var after = order.Current!;
        _unsettled.Await(order, _shared.Opened, _now.Monotonic);
        Diagnose(order);
        if (after.IsDone && order.DoneTurn == 0)
            _done.Add(order, _now.Monotonic);
        else if (!after.IsDone && order.DoneTurn != 0)
            _done.Remove(order);
        return new OrderEvent(before, after, kind, cause);
    }

    private void Diagnose(OrderState order)
    {
        if (_hasDiagnosed || !order.IsMisread)
            return;
        _hasDiagnosed = true;
        _pending = new OrderEvent(order.Current, order.Current!, OrderEventKind.Misread, null);
    }

    private OrderEvent Forget(OrderState order)
    {
        _orders.Remove(order.OrderId);

        // This also applies before the first transaction of the feed, which may belong to this order, whose updates were counted.
        var tombstone = new OrderTombstone(order.Current!, order);
        _forgotten.Set(order.OrderId, tombstone);
        if (order.Ledgers is { } ledgers)
        {
            foreach (var fill in ledgers.Open)
                fill.IsReported = true;
        }

        // Inputs that were already reported are replays if they are reported again.
        if (tombstone.Unsettled is not null)
            order.MarkStale();
        return new OrderEvent(order.Current, order.Current!, OrderEventKind.Forgotten, null);
    }
}
