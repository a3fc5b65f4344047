namespace Nexus.Reactive;

/// <summary>Waits for the other ledger's report of each fill, and tells of those that do not come in time.</summary>
internal sealed class SettlementWatch(TimeSpan timeout)
{
    private readonly FixedDelayQueue<WaitingFill> _waiting = new(timeout);
    private bool _hasSeenTransaction;

    /// <summary>When the next fill is due; <see cref="long.MaxValue"/> if none waits.</summary>
    public long NextDue => _waiting.NextDue;

    /// <summary>Fills of an order that one ledger lacks since the input at hand.</summary>
    public void Await(OrderState order, List<OpenFill> opened, long now)
    {
        if (opened.Count == 0)
            return;
        if (_hasSeenTransaction && !order.IsTombstone && timeout != TimeSpan.MaxValue)
        {
            foreach (var fill in opened)
                Await(order, fill, now);
        }

        opened.Clear();
    }

    /// <summary>A transaction was received. Until the first one it is not known whether this feed has any; from then on they are waited for.</summary>
    public void ExpectTransactions(Dictionary<long, OrderState>.ValueCollection orders, long now)
    {
        if (_hasSeenTransaction)
            return;
        _hasSeenTransaction = true;
        if (timeout == TimeSpan.MaxValue)
            return;
        foreach (var order in orders)
        {
            if (order.IsTombstone || order.Ledgers is not { } ledgers)
                continue;
            foreach (var fill in ledgers.Open)
                Await(order, fill, now);
        }
    }

    /// <summary>The next order that lacks fills by now; one for all of its fills that are due at one instant. Null when there is none.</summary>
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

    private void Await(OrderState order, OpenFill fill, long now)
    {
        if (fill.QueuedTurn == fill.Turn || decimal.Sign(fill.Open) == 0)
            return;
        fill.QueuedTurn = fill.Turn;
        _waiting.Add(new WaitingFill(order, fill, fill.Turn), now);
    }
}
