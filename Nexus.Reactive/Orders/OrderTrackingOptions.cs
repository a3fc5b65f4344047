namespace Nexus.Reactive;

/// <summary>How <see cref="NexusObservable.TrackOrders"/> reads and remembers.</summary>
public sealed record OrderTrackingOptions
{
    /// <summary>How <c>executed_quantity</c> is read; by default <see cref="ExecutedQuantityKind.PerEvent"/>.</summary>
    public ExecutedQuantityKind ExecutedQuantity { get; init; }

    /// <summary>How long the two ledgers may differ before <see cref="OrderEventKind.FillsMissing"/> says so; by default 5 s on the feed's clock.</summary>
    public TimeSpan SettlementTimeout { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(5);

    /// <summary>How long a done order is kept; by default 5 min on the feed's clock.</summary>
    public TimeSpan DoneOrderRetention { get; init => field = NotNegative(value); } = TimeSpan.FromMinutes(5);

    /// <summary>How many done orders are kept at most; by default 100,000. The one that was done first goes first; of as many forgotten ones it is remembered
    /// how they ended, and all of one whose transactions have not come yet, so that what was counted does not count again.</summary>
    public int MaxDoneOrders { get; init => field = NotNegative(value); } = 100_000;

    /// <summary>How many transaction ids are remembered, the latest ones; by default 1,000,000. A replay from before them would count again.</summary>
    public int MaxTransactionIds { get; init => field = NotNegative(value); } = 1_000_000;

    /// <summary>
    /// Snapshots to correct the tracker by, usually one after each gap; they may come on any thread and take effect in a turn of the feed. A snapshot wins
    /// on an order's total of updates; transactions are never taken back. What it adds is <see cref="OrderFlags.Inferred"/> until transactions confirm it,
    /// and an open order that it should list but does not is <see cref="OrderFlags.Missing"/>. One event for each order listed, and for each newly missing.
    /// OnCompleted is ignored; OnError ends the tracker, so retry before it.
    /// </summary>
    public IObservable<OrderSnapshot>? Resync { get; init; }

    private static TimeSpan NotNegative(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        return value;
    }

    private static int NotNegative(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return value;
    }
}
