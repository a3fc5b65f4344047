namespace Nexus.Reactive;

/// <summary>
/// Options of <see cref="NexusObservable.TrackOrders(NexusFeed, OrderTrackingOptions?)"/> for the interpretation of inputs and for its limits.
/// </summary>
public sealed record OrderTrackingOptions
{
    /// <summary>The meaning of <c>executed_quantity</c>. The default is <see cref="ExecutedQuantityKind.PerEvent"/>.</summary>
    public ExecutedQuantityKind ExecutedQuantity { get; init => field = OptionValue.Defined(value); }

    /// <summary>What identifies a transaction. The default is <see cref="TransactionKey.SymbolAndId"/>, which is also right if ids are unique over all symbols.</summary>
    public TransactionKey TransactionKey { get; init => field = OptionValue.Defined(value); } = TransactionKey.SymbolAndId;

    /// <summary>
    /// The time for which a fill may be missing from one of the ledgers before <see cref="OrderEventKind.FillsMissing"/> reports it, on the feed's clock. The
    /// default is 5 seconds.
    /// </summary>
    public TimeSpan SettlementTimeout { get; init => field = OptionValue.NotNegative(value); } = TimeSpan.FromSeconds(5);

    /// <summary>The time for which a done order is kept, on the feed's clock. The default is 5 minutes.</summary>
    public TimeSpan DoneOrderRetention { get; init => field = OptionValue.NotNegative(value); } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The maximum number of done orders that are kept; the order that was done first is forgotten first. For the same number of forgotten orders, the tracker
    /// keeps the final status, or, if transactions are still missing, the whole order, so that no fill is counted twice. The default is 100,000.
    /// </summary>
    public int MaxDoneOrders { get; init => field = OptionValue.NotNegative(value); } = 100_000;

    /// <summary>
    /// The number of latest transaction ids that the tracker keeps. A replay of an older transaction is counted again. The default is 1,000,000.
    /// </summary>
    public int MaxTransactionIds { get; init => field = OptionValue.NotNegative(value); } = 1_000_000;
}
