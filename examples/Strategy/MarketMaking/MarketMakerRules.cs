using Nexus.Reactive;

namespace Strategy;

/// <summary>The parameters of <see cref="MarketMaker"/>. Distances are fractions of the price: 0.0001 is one basis point.</summary>
public sealed record MarketMakerRules : IRules
{
    /// <summary>The distance of each quote from the center.</summary>
    public decimal HalfSpread { get; init; } = 0.00001m;

    /// <summary>How far the center moves against a full position, so that the quote that reduces it is nearer to the market.</summary>
    public decimal Skew { get; init; } = 0.00002m;

    /// <summary>The greatest position, long or short, in the base asset.</summary>
    public decimal MaxPosition { get; init; } = 0.5m;

    /// <summary>The quantity of a quote in the base asset.</summary>
    public decimal Quantity { get; init; } = 0.1m;

    /// <summary>How far a quote may be from its best price before it is replaced.</summary>
    public decimal Requote { get; init; } = 0.000005m;

    /// <summary>The steps of a price in the quote asset.</summary>
    public decimal PriceStep { get; init; } = 0.1m;

    public IObservable<Signal> Signals(NexusFeed feed) => MarketMaker.Signals(feed, this);
}
