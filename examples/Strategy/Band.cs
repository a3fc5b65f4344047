using Nexus.Reactive;

namespace Strategy;

/// <summary>A window's average price, and a fraction of its price range on either side.</summary>
public readonly record struct Band(decimal Low, decimal Vwap, decimal High)
{
    /// <summary>The band of a bar; null while the window is incomplete: after the start, after a gap, or without a trade.</summary>
    public static Band? Around(VwapBar bar, decimal width) =>
        bar is { IsComplete: true, Vwap: { } vwap, High: { } high, Low: { } low }
            ? new Band(vwap - (high - low) * width, vwap, vwap + (high - low) * width)
            : null;
}
