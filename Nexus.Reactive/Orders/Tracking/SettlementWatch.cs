namespace Nexus.Reactive;

/// <summary>Waits for each fill to be reported in the other ledger, and detects those that are not reported in time.</summary>
internal sealed class SettlementWatch(TimeSpan timeout)
{
    private readonly FixedDelayQueue<WaitingFill> _waiting = new(timeout);
    private bool _hasSeenTransaction;

    /// <summary>The time at which the next fill is due; <see cref="long.MaxValue"/> if none is waiting.</summary>
    public long NextDue => _waiting.NextDue;

    /// <summary>No fill is due before this time.</summary>
    public long FirstDue => _waiting.FirstDue;

    /// <summary>Starts waiting for the fills of an order that are missing in one ledger since the current input.</summary>
    public void Await(OrderState order, List<OpenFill> opened, long now)
    {
        if (opened.Count == 0)
            return;
        if (_hasSeenTransaction && timeout != TimeSpan.MaxValue)
        {
            foreach (var fill in opened)
                Await(order, fill, now);
        }

        opened.Clear();
    }

    /// <summary>Whether a transaction has been received. Fills wait for transactions only after the first one, because a feed may have none.</summary>
    public bool HasSeenTransaction => _hasSeenTransaction;

    /// <summary>Called when the first transaction is received.</summary>
    public void ExpectTransactions(IEnumerable<OrderState> orders, long now)
    {
        _hasSeenTransaction = true;
        if (timeout == TimeSpan.MaxValue)
            return;
        foreach (var order in orders)
        {
            if (order.Ledgers is not { } ledgers)
                continue;
            foreach (var fill in ledgers.Open)
                Await(order, fill, now);
        }
    }

    /// <summary>Returns the next order with overdue fills, once for all of its fills that are due at the same time; null if there is none.</summary>
    public OrderState? TakeOverdue(long now)
    {
        while (_waiting.NextDue <= now)
        {
            var (order, fill, _) = _waiting.Take(out var due);
            fill.IsReported = true;
            if (order.ReportedMissingAt == due)
                continue;
            order.ReportedMissingAt = due;
            return order;
        }

        return null;
    }

    public void Transfer(StateArchive archive, SharedTracking shared)
    {
        archive.Value("hasSeenTransaction", ref _hasSeenTransaction);
        _waiting.Transfer(archive, "waiting", waiting =>
        {
            var order = archive.Reference("order", waiting.Order, known => OrderState.Transfer(archive, known, shared));
            var fill = (OpenFill?)archive.Reference<FillChange>("fill", waiting.Fill, known => SavedFills.Transfer(archive, known, null));
            var turn = waiting.Turn;
            archive.Value("turn", ref turn);
            return new WaitingFill(order!, fill!, turn);
        });
    }

    private void Await(OrderState order, OpenFill fill, long now)
    {
        // Updates of a remainder are not counted, so its transactions wait for none.
        if (fill.IsQueued || decimal.Sign(fill.Open) == 0 || (order.IsTombstone && fill.IsTransaction))
            return;
        fill.IsQueued = true;
        _waiting.Add(new WaitingFill(order, fill, fill.Turn), now);
    }
}
