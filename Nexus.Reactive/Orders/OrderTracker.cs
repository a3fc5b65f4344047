using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Nexus.Reactive;

/// <summary>Turns inputs and the time into order events. Synchronous, on one thread, without Rx; times are ticks of a stopwatch on the feed's clock.</summary>
internal sealed class OrderTracker(OrderTrackingOptions options)
{
    private readonly Dictionary<long, OrderAccount> _accounts = [];

    // Of an order that was forgotten before its transactions came all is remembered, or they would count a second time.
    private readonly RecentKeys<(long LastUpdateAt, OrderAccount? Unsettled)> _forgotten = new(options.MaxDoneOrders);
    private readonly RecentTransactions _transactions = new(options.RememberedTransactions);
    private readonly DeadlineQueue _unsettled = new(options.SettlementTimeout, static account => ref account.Settlement);
    private readonly DeadlineQueue _done = new(options.Linger, static account => ref account.Linger);
    private long _now;
    private bool _hasSeenTransaction;
    private bool _hasDiagnosed;
    private Order? _misread;

    /// <summary>When <see cref="TryExpire"/> has something to say next; <see cref="DeadlineQueue.Never"/> if nothing waits.</summary>
    public long NextDue => Math.Min(_unsettled.NextDue, _done.NextDue);

    public OrderEvent OnUpdate(OrderUpdate update, long now)
    {
        _now = now;
        if (!_accounts.TryGetValue(update.OrderId, out var account))
        {
            if (_forgotten.TryGet(update.OrderId, out var forgotten) && update.Timestamp.UtcTicks <= forgotten.LastUpdateAt)
                return OfNoOrder(update.OrderId, update.Symbol, update.Side, update.Timestamp, OrderEventKind.Duplicate, update);
            account = GetOrAdd(update.OrderId);
        }

        var before = account.Current;
        if (account.IsReplay(update))
            return new OrderEvent(before, before!, OrderEventKind.Duplicate, update);

        return Conclude(account, before, account.Apply(update), update);
    }

    public OrderEvent OnTransaction(Transaction transaction, long now)
    {
        _now = now;
        if (!_transactions.TryAdd(transaction, out var isSame))
            return OnKnownTransaction(transaction, isSame);

        var account = GetOrAdd(transaction.OrderId);
        var before = account.Current;
        var kind = account.Apply(transaction);
        ExpectTransactions();
        return Conclude(account, before, kind, transaction);
    }

    /// <summary>One event for each order that became stale by the gap, in the order of their creation.</summary>
    public IReadOnlyList<OrderEvent> OnGap(FeedGap gap)
    {
        var events = new List<OrderEvent>();
        foreach (var account in _accounts.Values)
        {
            var before = account.Current!;
            if (gap.Symbol is { } symbol && symbol != before.Symbol)
                continue;
            account.Cut();
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
            var account = GetOrAdd(entry.OrderId);
            var before = account.Current;
            var kind = account.Apply(entry, snapshot.Timestamp);
            events.Add(Conclude(account, before, kind is OrderEventKind.Duplicate or OrderEventKind.Ignored ? OrderEventKind.Resynced : kind, null));
        }

        var listedCount = events.Count;
        foreach (var (orderId, account) in _accounts)
        {
            var before = account.Current!;
            if (listed.Contains(orderId) || (snapshot.Symbol is { } symbol && symbol != before.Symbol))
                continue;
            account.Miss(snapshot.Timestamp);
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
        expired = null;
        if (_misread is { } misread)
        {
            _misread = null;
            expired = new OrderEvent(misread, misread, OrderEventKind.Misread, null);
        }
        else if (_done.Count > options.MaxDoneOrders || (_done.NextDue <= now && _done.NextDue < _unsettled.NextDue))
            expired = Forget(_done.First!);
        else if (_unsettled.NextDue <= now)
            expired = ReportMissingFills(_unsettled.First!);
        return expired is not null;
    }

    private OrderAccount GetOrAdd(long orderId)
    {
        ref var account = ref CollectionsMarshal.GetValueRefOrAddDefault(_accounts, orderId, out _);
        return account ??= Recall(orderId) ?? new OrderAccount(orderId, options.ExecutedQuantity);
    }

    private OrderAccount? Recall(long orderId)
    {
        if (!_forgotten.TryGet(orderId, out var forgotten) || forgotten.Unsettled is not { } account)
            return null;
        _done.Add(account, _now);
        return account;
    }

    private static int ByCreation(OrderEvent left, OrderEvent right) =>
        (left.After.CreatedAt, left.After.OrderId).CompareTo((right.After.CreatedAt, right.After.OrderId));

    private OrderEvent OnKnownTransaction(Transaction transaction, bool isSame)
    {
        var kind = isSame ? OrderEventKind.Duplicate : OrderEventKind.Conflict;
        if (!_accounts.TryGetValue(transaction.OrderId, out var account))
            return OfNoOrder(transaction.OrderId, transaction.Symbol, transaction.Side, transaction.Timestamp, kind, transaction);

        var before = account.Current!;
        if (!isSame)
            account.Contradict();
        return new OrderEvent(before, account.Current!, kind, transaction);
    }

    // Said of an order that is not kept: its name and nothing else.
    private static OrderEvent OfNoOrder(long orderId, Symbol symbol, Side side, DateTimeOffset at, OrderEventKind kind, NexusMessage cause)
    {
        var flags = kind == OrderEventKind.Conflict ? OrderFlags.Orphan | OrderFlags.Conflict : OrderFlags.Orphan;
        var order = new Order(orderId, symbol, side, OrderType.Unknown, null, null, OrderStatus.Unknown, 0, 0, 0, null, null, at, at, flags, false, false);
        return new OrderEvent(null, order, kind, cause);
    }

    private OrderEvent Conclude(OrderAccount account, Order? before, OrderEventKind kind, NexusMessage? cause)
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

    private void AwaitSettlement(OrderAccount account)
    {
        if (!account.IsUnsettled)
        {
            account.IsFillsMissingTold = false;
            _unsettled.Remove(account);
        }
        else if (_hasSeenTransaction && !account.IsFillsMissingTold && !_unsettled.Contains(account))
            _unsettled.Add(account, _now);
    }

    // Until the first transaction nobody knows whether this feed has any; from then on they are waited for.
    private void ExpectTransactions()
    {
        if (_hasSeenTransaction)
            return;
        _hasSeenTransaction = true;
        foreach (var account in _accounts.Values)
            AwaitSettlement(account);
    }

    private OrderEvent ReportMissingFills(OrderAccount account)
    {
        _unsettled.Remove(account);
        account.IsFillsMissingTold = true;
        if (!_hasDiagnosed && account.IsMisread)
        {
            _hasDiagnosed = true;
            _misread = account.Current;
        }

        return new OrderEvent(account.Current, account.Current!, OrderEventKind.FillsMissing, null);
    }

    private OrderEvent Forget(OrderAccount account)
    {
        _done.Remove(account);
        _unsettled.Remove(account);
        _accounts.Remove(account.Current!.OrderId);

        // Whatever was said by now is a replay if it is said again.
        account.Cut();
        _forgotten.Set(account.Current.OrderId, (account.LastUpdateAt, _hasSeenTransaction && account.IsUnsettled ? account : null));
        return new OrderEvent(account.Current, account.Current, OrderEventKind.Forgotten, null);
    }
}
