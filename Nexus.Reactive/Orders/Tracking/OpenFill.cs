namespace Nexus.Reactive;

/// <summary>A fill that the other ledger lacks, or lacked when it came.</summary>
internal sealed class OpenFill(FillChange? previous, long at, decimal price, decimal quantity, bool isTransaction) : PlacedChange(previous, at, price, quantity)
{
    /// <summary>The part that the other ledger lacks.</summary>
    public decimal Open { get; set; }

    /// <summary>The next one of its ledger.</summary>
    public OpenFill? Next { get; set; }

    /// <summary>Whether a transaction states it.</summary>
    public bool IsTransaction => isTransaction;

    /// <summary>Whether <see cref="OrderEventKind.FillsMissing"/> was reported for it.</summary>
    public bool IsReported { get; set; }

    /// <summary>Whether it is in the queue of fills that wait for the other ledger.</summary>
    public bool IsQueued { get; set; }
}

/// <summary>A fill that waits for the other ledger.</summary>
internal readonly record struct WaitingFill(OrderState Order, OpenFill Fill) : IExpiring
{
    public bool IsWaiting => !Fill.IsReported && decimal.Sign(Fill.Open) > 0;

    public void OnRemoved() => Fill.IsQueued = false;
}
