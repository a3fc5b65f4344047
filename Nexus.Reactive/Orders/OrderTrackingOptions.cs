namespace Nexus.Reactive;

/// <summary>How <see cref="NexusObservable.TrackOrders(NexusFeed, OrderTrackingOptions?)"/> interprets inputs, and how much it remembers.</summary>
public sealed record OrderTrackingOptions
{
    /// <summary>The meaning of <c>executed_quantity</c>. The default is <see cref="ExecutedQuantityKind.PerEvent"/>.</summary>
    public ExecutedQuantityKind ExecutedQuantity { get; init; }

    /// <summary>What identifies a transaction. The default is <see cref="TransactionKey.SymbolAndId"/>, which is also right if ids are unique over all symbols.</summary>
    public TransactionKey TransactionKey { get; init; } = TransactionKey.SymbolAndId;

    /// <summary>How long one ledger may lack a fill of the other before <see cref="OrderEventKind.FillsMissing"/> reports it, on the feed's clock. The default is 5 seconds.</summary>
    public TimeSpan SettlementTimeout { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(5);

    /// <summary>How long a done order is kept, on the feed's clock. The default is 5 minutes.</summary>
    public TimeSpan DoneOrderRetention { get; init => field = NotNegative(value); } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The maximum number of done orders that are kept; the first one done is forgotten first. The same number of forgotten orders leave a note of their
    /// final status; if transactions are still missing, the note contains the whole order, so that nothing is counted twice. The default is 100,000.
    /// </summary>
    public int MaxDoneOrders { get; init => field = NotNegative(value); } = 100_000;

    /// <summary>How many of the latest transaction ids are remembered. A replay of an older transaction would count again. The default is 1,000,000.</summary>
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
