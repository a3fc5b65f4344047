using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>A window's prices; none while nothing was traded in it.</summary>
/// <param name="Start">When the window began.</param>
/// <param name="Prices">First, highest, lowest and last price.</param>
/// <param name="Average">The average price of the minute up to the window's end, weighted by quantity.</param>
/// <param name="Volume">In the base asset.</param>
/// <param name="HasGap">Whether the connection was cut meanwhile, so that trades may be missing.</param>
public sealed record Candle(DateTimeOffset Start, CandlePrices? Prices, decimal? Average, decimal Volume, bool HasGap)
{
    public static Candle Of(VwapBar bar, VwapBar average) => new(
        bar.Start,
        bar is { Open: { } open, High: { } high, Low: { } low, Close: { } close } ? new CandlePrices(open, high, low, close) : null,
        average.Vwap,
        bar.Volume,
        bar.HasGap);
}
