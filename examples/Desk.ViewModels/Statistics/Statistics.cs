using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>What was traded in a period.</summary>
/// <param name="Open">The price of the first trade.</param>
/// <param name="High">The highest price.</param>
/// <param name="Low">The lowest price.</param>
/// <param name="Last">The price of the last trade.</param>
/// <param name="Volume">The volume in the base asset.</param>
/// <param name="Notional">The volume in the quote asset.</param>
/// <param name="Vwap">The volume-weighted average price.</param>
/// <param name="TradeCount">The number of trades.</param>
/// <param name="IsComplete">Whether the whole period was received.</param>
public sealed record Statistics(decimal Open, decimal High, decimal Low, decimal Last, decimal Volume, decimal Notional, decimal? Vwap, int TradeCount, bool IsComplete)
{
    public decimal Change => Last - Open;

    /// <summary>The change as a fraction of the first price: 0.01 is 1 %.</summary>
    public decimal RelativeChange => Change / Open;

    internal static Statistics? From(VwapBar? bar) => bar is { Open: { } open, High: { } high, Low: { } low, Close: { } close }
        ? new Statistics(open, high, low, close, bar.Volume, bar.Notional, bar.Vwap, bar.TradeCount, bar.IsComplete)
        : null;
}
