using Nexus.Reactive;

namespace Strategy;

/// <summary>A band around a window's average price.</summary>
public readonly record struct Band(decimal Low, decimal Vwap, decimal High)
{
    /// <summary>
    /// Returns the band of a window; null if the window is incomplete, which is the case after the start and after a gap, or if it contains no trade.
    /// </summary>
    public static Band? Of(VwapBands window, decimal deviations) =>
        window is { IsComplete: true, Vwap: { } vwap } ? new Band(window.Band(-deviations)!.Value, vwap, window.Band(deviations)!.Value) : null;
}
