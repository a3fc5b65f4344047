using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>A candle, read once from a bar of the feed.</summary>
/// <param name="Start">The start of the window.</param>
/// <param name="Prices">The first, highest, lowest and last price; null without trades.</param>
/// <param name="Volume">The volume in the base asset.</param>
/// <param name="BuyVolume">The part of the volume whose taker was the buyer.</param>
/// <param name="TradeCount">The number of trades.</param>
/// <param name="Average">The VWAP of the day, at the end of the candle.</param>
/// <param name="Deviation">The volume-weighted standard deviation around <paramref name="Average"/>.</param>
/// <param name="IsComplete">Whether the whole window was received.</param>
/// <param name="HasGap">Whether the stream was interrupted, so that trades may be missing.</param>
public sealed record Candle(
    DateTimeOffset Start, CandlePrices? Prices, decimal Volume, decimal BuyVolume, int TradeCount, decimal? Average, decimal? Deviation, bool IsComplete, bool HasGap)
{
    /// <summary>Returns <see cref="Average"/> + <paramref name="deviations"/> × <see cref="Deviation"/>; null before the first trade.</summary>
    public decimal? Band(decimal deviations) => Average + deviations * Deviation;

    internal static Candle From(VwapBar bar, VwapBands? bands) => new(
        bar.Start,
        bar is { Open: { } open, High: { } high, Low: { } low, Close: { } close } ? new CandlePrices(open, high, low, close) : null,
        bar.Volume,
        bar.BuyVolume,
        bar.TradeCount,
        bands?.Vwap,
        bands?.Deviation,
        bar.IsComplete,
        bar.HasGap);
}
