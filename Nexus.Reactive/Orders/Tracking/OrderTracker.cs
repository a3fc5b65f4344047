using System.Diagnostics.CodeAnalysis;

namespace Nexus.Reactive;

/// <summary>Turns inputs and the time into order events. Synchronous, on one thread, without Rx; times are ticks that never go back.</summary>
internal sealed class OrderTracker(OrderTrackingOptions options)
{
    private readonly Dictionary<long, OrderState> _orders = [];
    private readonly BoundedFifoMap<OrderTombstone> _forgotten = new(options.MaxDoneOrders);
    private readonly TransactionDeduplicator _transactions = new(options.MaxTransactionIds);
    private readonly FixedDelayQueue<SettlementPlace> _unsettled = new(options.SettlementTimeout);
    private readonly FixedDelayQueue<LingerPlace> _done = new(options.DoneOrderRetention);
    private long _now;
    private bool _hasSeenTransaction;
    private bool _hasDiagnosed;
    private OrderEvent? _pending;

    /// <summary>When <see cref="TryExpire"/> has something to say next; <see cref="long.MaxValue"/> if nothing waits.</summary>
    public long NextDue => Math.Min(_unsettled.NextDue, _done.NextDue);

    public OrderEvent OnUpdate(OrderUpdate update, long now)
    {
        _now = now;
        if (!_orders.TryGetValue(update.OrderId, out var account))
        {
            if (_forgotten.TryGet(update.OrderId, out var forgotten) && forgotten.TryAnswer(update, out var answer))
                return CreateUntracked(update.OrderId, update.Symbol, update.Side, update.Timestamp, answer, update);
            account = Open(update.OrderId);
        }

        var before = account.Current;
        if (account.IsReplay(update))
            return new OrderEvent(before, before!, OrderEventKind.Duplicate, update);

        return Commit(account, before, account.Apply(update), update);
    }

    public OrderEvent OnTransaction(Transaction transaction, long now)
    {
        _now = now;
        if (!_transactions.TryAdd(transaction, out var stated, out var known))
            return stated == known ? OnSameTransaction(transaction) : OnOtherTransaction(transaction, known.OrderId);

        if (!_orders.TryGetValue(transaction.OrderId, out var account))
            account = Open(transaction.OrderId);
        var before = account.Current;
        var kind = account.Apply(transaction);
        ExpectTransactions();
        return Commit(account, before, kind, transaction);
    }

    /// <summary>One event for each order that became stale by the gap, in the order of their creation.</summary>
    public IReadOnlyList<OrderEvent> OnGap(FeedGap gap)
    {
        var events = new List<OrderEvent>();
        foreach (var account in _orders.Values)
        {
            var before = account.Current!;
            if (gap.Symbol is { } symbol && symbol != before.Symbol)
                continue;
            account.MarkStale();
            if (!ReferenceEquals(before, account.Current))
                events.Add(new OrderEvent(before, account.Current!, OrderEventKind.Stale, gap));
        }

        events.Sort(ByCreation);
        return events;
    }

    /// <summary>One event for each order listed, in the snapshot's order, then one for each that became missing, in the order of their creation.</summary>
    public IReadOnlyList<OrderEvent> OnSnapshot(OrderSnapshot snapshot, long now)
    {
        _now = now;
        var events = new List<OrderEvent>();
        var listed = new HashSet<long>();
        foreach (var entry in snapshot.Orders.IsDefault ? [] : snapshot.Orders)
        {
            listed.Add(entry.OrderId);
            if (!_orders.TryGetValue(entry.OrderId, out var account))
            {
                if (_forgotten.TryGet(entry.OrderId, out var forgotten) && forgotten.Unsettled is null)
                {
                    events.Add(CreateUntracked(entry.OrderId, entry.Symbol, entry.Side, snapshot.Timestamp, OrderEventKind.Resynced, null));
                    continue;
                }

                account = Open(entry.OrderId);
            }

            var before = account.Current;
            if (account.IsTombstone)
            {
                events.Add(new OrderEvent(before, before!, OrderEventKind.Resynced, null));
                continue;
            }

            var kind = account.Apply(entry, snapshot.Timestamp);
            events.Add(Commit(account, before, kind is OrderEventKind.Duplicate or OrderEventKind.Ignored ? OrderEventKind.Resynced : kind, null));
        }

        var listedCount = events.Count;
        foreach (var (orderId, account) in _orders)
        {
            var before = account.Current!;
            if (listed.Contains(orderId) || (snapshot.Symbol is { } symbol && symbol != before.Symbol))
                continue;
            account.MarkMissing(snapshot.Timestamp);
            if (!ReferenceEquals(before, account.Current))
                events.Add(new OrderEvent(before, account.Current!, OrderEventKind.Missing, null));
        }

        events.Sort(listedCount, events.Count - listedCount, Comparer<OrderEvent>.Create(ByCreation));
        return events;
    }

    /// <summary>The next event that is due by now: fills missing, a diagnosis, or an order forgotten.</summary>
    public bool TryExpire(long now, [NotNullWhen(true)] out OrderEvent? expired)
    {
        _now = now;
        expired = _pending;
        if (expired is not null)
            _pending = null;
        else if (_done.Count > options.MaxDoneOrders || (_done.NextDue <= now && _done.NextDue < _unsettled.NextDue))
            expired = Forget(_done.First!);
        else if (_unsettled.NextDue <= now)
            expired = ReportMissingFills(_unsettled.First!);
        return expired is not null;
    }

    // An order that is forgotten was counted: only what was missing then can come in addition.
    private OrderState Open(long orderId)
    {
        OrderState account;
        if (!_forgotten.TryGet(orderId, out var forgotten))
            account = new OrderState(orderId, options.ExecutedQuantity);
        else if (forgotten.Unsettled is { } unsettled)
        {
            account = unsettled;
            _done.Add(account, _now);
        }
        else
            account = OrderState.CreateTombstone(forgotten.Status, orderId, options.ExecutedQuantity);
        _orders.Add(orderId, account);
        return account;
    }

    private static int ByCreation(OrderEvent left, OrderEvent right) =>
        (left.After.CreatedAt, left.After.OrderId).CompareTo((right.After.CreatedAt, right.After.OrderId));

    private OrderEvent OnSameTransaction(Transaction transaction)
    {
        if (!_orders.TryGetValue(transaction.OrderId, out var account))
            return CreateUntracked(transaction.OrderId, transaction.Symbol, transaction.Side, transaction.Timestamp, OrderEventKind.Duplicate, transaction);
        var before = account.Current!;
        account.ApplyUncounted(transaction, contradicts: false);
        return new OrderEvent(before, account.Current!, OrderEventKind.Duplicate, transaction);
    }

    // The first is counted, the contradiction is of both: whichever order came first ends with the same flags.
    private OrderEvent OnOtherTransaction(Transaction transaction, long knownOrderId)
    {
        if (knownOrderId != transaction.OrderId && _orders.TryGetValue(knownOrderId, out var other))
        {
            var known = other.Current!;
            other.Contradict();
            if (!ReferenceEquals(known, other.Current))
                _pending = new OrderEvent(known, other.Current!, OrderEventKind.Conflict, null);
        }

        if (!_orders.TryGetValue(transaction.OrderId, out var account))
        {
            if (_forgotten.TryGet(transaction.OrderId, out _))
                return CreateUntracked(transaction.OrderId, transaction.Symbol, transaction.Side, transaction.Timestamp, OrderEventKind.Conflict, transaction);
            account = Open(transaction.OrderId);
        }

        var before = account.Current;
        account.ApplyUncounted(transaction, contradicts: true);
        return new OrderEvent(before, account.Current!, OrderEventKind.Conflict, transaction);
    }

    // Said of an order that is not kept: its name and nothing else.
    private static OrderEvent CreateUntracked(long orderId, Symbol symbol, Side side, DateTimeOffset at, OrderEventKind kind, NexusMessage? cause)
    {
        var flags = kind == OrderEventKind.Conflict ? OrderFlags.Orphan | OrderFlags.Conflict : OrderFlags.Orphan;
        var order = new Order(orderId, symbol, side, OrderType.Unknown, null, null, OrderStatus.Unknown, 0, 0, 0, null, null, at, at, flags, false, false);
        return new OrderEvent(null, order, kind, cause) { IsUntracked = true };
    }

    private OrderEvent Commit(OrderState account, Order? before, OrderEventKind kind, NexusMessage? cause)
    {
        var after = account.Current!;
        AwaitSettlement(account);
        if (after.IsDone != (before?.IsDone ?? false))
        {
            if (after.IsDone)
                _done.Add(account, _now);
            else
                _done.Remove(account);
        }

        return new OrderEvent(before, after, kind, cause);
    }

    private void AwaitSettlement(OrderState account)
    {
        if (!account.IsUnsettled)
        {
            account.IsFillsMissingTold = false;
            _unsettled.Remove(account);
        }
        else if (_hasSeenTransaction && !account.IsFillsMissingTold && account.Settlement == 0)
            _unsettled.Add(account, _now);
    }

    // Until the first transaction nobody knows whether this feed has any; from then on they are waited for.
    private void ExpectTransactions()
    {
        if (_hasSeenTransaction)
            return;
        _hasSeenTransaction = true;
        foreach (var account in _orders.Values)
            AwaitSettlement(account);
    }

    private OrderEvent ReportMissingFills(OrderState account)
    {
        _unsettled.Remove(account);
        account.IsFillsMissingTold = true;
        if (!_hasDiagnosed && account.IsMisread)
        {
            _hasDiagnosed = true;
            _pending = new OrderEvent(account.Current, account.Current!, OrderEventKind.Misread, null);
        }

        return new OrderEvent(account.Current, account.Current!, OrderEventKind.FillsMissing, null);
    }

    private OrderEvent Forget(OrderState account)
    {
        _done.Remove(account);
        _unsettled.Remove(account);
        _orders.Remove(account.OrderId);

        // Also before the first transaction of all: it may be one of this order, whose updates were counted.
        var isSettled = !account.IsUnsettled;
        _forgotten.Set(account.OrderId, new OrderTombstone(account.Current!.Status, isSettled ? null : account));

        // Whatever was said by now is a replay if it is said again.
        if (!isSettled)
            account.MarkStale();
        return new OrderEvent(account.Current, account.Current!, OrderEventKind.Forgotten, null);
    }
}
