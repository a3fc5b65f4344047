namespace Nexus.Reactive.Backtesting;

/// <summary>Options of a <see cref="PaperExchange"/>. The defaults have no latency and no fees.</summary>
public sealed record PaperExchangeOptions
{
    /// <summary>
    /// The time from a request to its arrival at the exchange. Strategies on the feed's clock see a market message at its timestamp, so add the time that the
    /// message takes to reach them.
    /// </summary>
    public Latency OrderLatency { get; init => field = OptionValue.NotNull(value); } = Latency.None;

    /// <summary>The time from an event at the exchange to its arrival on the feed.</summary>
    public Latency ResponseLatency { get; init => field = OptionValue.NotNull(value); } = Latency.None;

    /// <summary>The seed of latencies and rejections. Runs with the same seed are equal.</summary>
    public int Seed { get; init; }

    /// <summary>The estimate of the quantity ahead of an order in the book. The default is <see cref="QueueModel.RiskAverse"/>.</summary>
    public QueueModel Queue { get; init => field = OptionValue.NotNull(value); } = QueueModel.RiskAverse;

    /// <summary>How much is filled when the market passes an order's price.</summary>
    public PaperFillRule FillRule { get; init => field = OptionValue.Defined(value); }

    /// <summary>The fees.</summary>
    public FeeSchedule Fees { get; init => field = OptionValue.NotNull(value); } = FeeSchedule.None;

    /// <summary>The steps of a quantity. Orders of other quantities are rejected. The default is 0.00000001.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public decimal QuantityStep { get; init => field = OptionValue.Positive(value); } = 0.00000001m;

    /// <summary>The steps of a price. Orders at other prices are rejected. The default is 0.00000001.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public decimal PriceStep { get; init => field = OptionValue.Positive(value); } = 0.00000001m;

    /// <summary>The minimum of price × quantity of a limit order. Smaller orders are rejected. The default is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public decimal MinNotional { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>The part of all orders that the exchange rejects without a reason, from 0 to 1, to test how a strategy handles it. The default is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 0 to 1.</exception>
    public double RejectionRate { get; init => field = OptionValue.Probability(value); }

    /// <summary>The options of the exchange's feed. If null, the defaults are used.</summary>
    public NexusFeedOptions? Feed { get; init; }

    /// <summary>Checks what the initializers cannot, because they do not know each other.</summary>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    internal void Check(string name)
    {
        if (Fees.Currency == FeeCurrency.Third && Fees.ThirdAsset is null)
            throw new ArgumentException($"{nameof(Fees)}: {nameof(FeeCurrency)}.{nameof(FeeCurrency.Third)} requires {nameof(FeeSchedule.ThirdAsset)}, the name of the asset.", name);
    }
}
