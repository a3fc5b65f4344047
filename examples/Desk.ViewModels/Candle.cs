using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The prices of a window; there are none if the window contains no trades.</summary>
/// <param name="Start">The start of the window.</param>
/// <param name="Prices">The first, highest, lowest and last price.</param>
/// <param name="Average">The VWAP of the minute that ends with the window.</param>
/// <param name="Volume">The volume in the base asset.</param>
/// <param name="HasGap">Whether the connection was interrupted, so that trades may be missing.</param>
public sealed record Candle(DateTimeOffset Start, CandlePrices? Prices, decimal? Average, decimal Volume, bool HasGap)
{
    public static Candle Of(VwapBar bar, VwapBar average) => new(
        bar.Start,
        bar is { Open: { } open, High: { } high, Low: { } low, Close: { } close } ? new CandlePrices(open, high, low, close) : null,
        average.Vwap,
        bar.Volume,
        bar.HasGap);
}
