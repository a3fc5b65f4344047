namespace Nexus.Reactive;

/// <summary>How <see cref="NexusObservable.TrackOrders(NexusFeed, OrderTrackingOptions?)"/> interprets inputs, and how much it remembers.</summary>
public sealed record OrderTrackingOptions
{
    /// <summary>The meaning of <c>executed_quantity</c>; by default <see cref="ExecutedQuantityKind.PerEvent"/>.</summary>
    public ExecutedQuantityKind ExecutedQuantity { get; init; }

    /// <summary>What identifies a transaction; by default <see cref="TransactionKey.Id"/>.</summary>
    public TransactionKey TransactionKey { get; init; }

    /// <summary>How long one ledger may lack a fill of the other before <see cref="OrderEventKind.FillsMissing"/> reports it; by default 5 s on the feed's clock.</summary>
    public TimeSpan SettlementTimeout { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(5);

    /// <summary>How long a done order is kept; by default 5 min on the feed's clock.</summary>
    public TimeSpan DoneOrderRetention { get; init => field = NotNegative(value); } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many done orders are kept at most; by default 100,000. The order that was done first is forgotten first. The same number of forgotten orders
    /// leave a note of how they ended; an order whose transactions have not all come stays whole in that note, so that nothing counts twice.
    /// </summary>
    public int MaxDoneOrders { get; init => field = NotNegative(value); } = 100_000;

    /// <summary>How many transaction ids are remembered, the latest ones; by default 1,000,000. A replay of an older transaction would count again.</summary>
    public int MaxTransactionIds { get; init => field = NotNegative(value); } = 1_000_000;

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
