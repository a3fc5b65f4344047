using Nexus.Reactive;

namespace Strategy;

/// <summary>A window's average price, and a part of its range to either side.</summary>
public readonly record struct Band(decimal Low, decimal Vwap, decimal High)
{
    /// <summary>Null while the window is not whole: right after the start, after a gap, without a trade.</summary>
    public static Band? Around(VwapBar bar, decimal width) =>
        bar is { IsComplete: true, Vwap: { } vwap, High: { } high, Low: { } low }
            ? new Band(vwap - (high - low) * width, vwap, vwap + (high - low) * width)
            : null;
}
