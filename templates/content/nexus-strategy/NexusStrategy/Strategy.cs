using System.Reactive.Linq;
using Nexus.Reactive;

namespace NexusStrategy;

/// <summary>
/// A mean-reversion strategy: buys when a trade is below the VWAP of the last ten seconds by more than the threshold, and sells when it is above the VWAP by
/// more than the threshold.
/// A signal is emitted when the side changes.
/// </summary>
public static class Strategy
{
    /// <param name="feed">The feed of a live client, a recording or a marble diagram.</param>
    /// <param name="threshold">The distance from the VWAP as a fraction, such as 0.0001 for one basis point.</param>
    public static IObservable<Signal> Signals(NexusFeed feed, decimal threshold = 0.00002m) =>
        feed.Trades
            .WithLatestBySymbol(feed.VwapSliding(TimeSpan.FromSeconds(10)), (trade, bar) => Decide(trade, bar, threshold))
            .Where(static signal => signal is not null)
            .Select(static signal => signal!)
            .GroupBy(static signal => signal.Symbol)
            .SelectMany(static symbol => symbol.DistinctUntilChanged(static signal => signal.Side));

    private static Signal? Decide(Trade trade, VwapBar bar, decimal threshold) => ((trade.Price / bar.Vwap) - 1) switch
    {
        { } distance when distance < -threshold => new Signal(trade.Timestamp, trade.Symbol, Side.Buy, trade.Price),
        { } distance when distance > threshold => new Signal(trade.Timestamp, trade.Symbol, Side.Sell, trade.Price),
        _ => null,
    };
}
