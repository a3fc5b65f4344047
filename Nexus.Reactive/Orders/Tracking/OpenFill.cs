namespace Nexus.Reactive;

/// <summary>A fill that the other ledger lacks, or lacked when it came.</summary>
internal sealed class OpenFill(FillChange? previous, long at, decimal price, decimal quantity, bool isTransaction) : PlacedChange(previous, at, price, quantity)
{
    /// <summary>The part that the other ledger lacks.</summary>
    public decimal Open
    {
        get;
        set
        {
            field = value;
            if (decimal.Sign(value) != 0)
                return;
            Turn++;
            IsReported = false;
        }
    }

    /// <summary>The next one of its ledger.</summary>
    public OpenFill? Next { get; set; }

    /// <summary>Whether a transaction states it.</summary>
    public bool IsTransaction => isTransaction;

    /// <summary>How often it was confirmed as a whole so far: if it is open again, it waits anew.</summary>
    public int Turn { get; private set; }

    /// <summary>The turn in which it was queued to wait for the other ledger.</summary>
    public int QueuedTurn { get; set; } = -1;

    /// <summary>Whether <see cref="OrderEventKind.FillsMissing"/> was reported for it in this turn.</summary>
    public bool IsReported { get; set; }
}

/// <summary>A fill that waits for the other ledger.</summary>
internal readonly record struct WaitingFill(OrderState Order, OpenFill Fill, int Turn) : IExpiring
{
    public bool IsWaiting => Fill.Turn == Turn && !Fill.IsReported && decimal.Sign(Fill.Open) > 0;
}
