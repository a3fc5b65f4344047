using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>A line of the tape: a trade, several trades of one order of the taker, or a gap.</summary>
public sealed record Print(Trade? Trade, FeedGap? Gap, TradeSweep? Sweep = null)
{
    /// <summary>The quantity in the base asset; 0 for a gap.</summary>
    public decimal Quantity => Trade?.Quantity ?? Sweep?.Quantity ?? 0;

    /// <summary>The price, of several the last one.</summary>
    public decimal? Price => Trade?.Price ?? Sweep?.LastPrice;

    public Side? Side => Trade?.Side ?? Sweep?.Side;

    public DateTimeOffset? Timestamp => Trade?.Timestamp ?? Sweep?.Timestamp;

    public static Print From(Trade trade) => new(trade, null);

    public static Print From(FeedGap gap) => new(null, gap);

    public static Print From(TradeSweep sweep) => new(null, null, sweep);
}
