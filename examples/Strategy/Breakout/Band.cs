using Nexus.Reactive;

namespace Strategy;

/// <summary>A band around a window's average price. Its half-width is a fraction of the window's price range.</summary>
public readonly record struct Band(decimal Low, decimal Vwap, decimal High)
{
    /// <summary>
    /// Returns the band of a bar; null if the window is incomplete, which is the case after the start and after a gap, or if it contains no trade.
    /// </summary>
    public static Band? Around(VwapBar bar, decimal width) =>
        bar is { IsComplete: true, Vwap: { } vwap, High: { } high, Low: { } low }
            ? new Band(vwap - (high - low) * width, vwap, vwap + (high - low) * width)
            : null;
}
