namespace Nexus.Reactive;

/// <summary>A fill that is missing in the other ledger, or was missing when it arrived.</summary>
internal sealed class OpenFill(FillChange? previous, long at, decimal price, decimal quantity, bool isTransaction) : PlacedChange(previous, at, price, quantity)
{
    /// <summary>The part that is missing in the other ledger.</summary>
    public decimal Open
    {
        get;
        set
        {
            field = value;
            if (decimal.Sign(value) != 0)
                return;
            Turn++;
            IsReported = IsQueued = false;
        }
    }

    /// <summary>Sets the state of a saved fill.</summary>
    public void Restore(decimal open, int turn, bool isQueued, bool isReported)
    {
        Open = open;
        (Turn, IsQueued, IsReported) = (turn, isQueued, isReported);
    }

    /// <summary>The next open fill of its ledger.</summary>
    public OpenFill? Next { get; set; }

    /// <summary>Whether a transaction reported it.</summary>
    public bool IsTransaction => isTransaction;

    /// <summary>The number of times it was completely confirmed. If it is open again, it waits again.</summary>
    public int Turn { get; private set; }

    /// <summary>Whether it was queued in this turn to wait for the other ledger.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Whether <see cref="OrderEventKind.FillsMissing"/> was reported for it in this turn.</summary>
    public bool IsReported { get; set; }
}

/// <summary>A fill that waits for the other ledger.</summary>
internal readonly record struct WaitingFill(OrderState Order, OpenFill Fill, int Turn) : IExpiring
{
    public bool IsWaiting => Fill.Turn == Turn && !Fill.IsReported && decimal.Sign(Fill.Open) > 0;
}
