using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>A line of the tape: a trade, or a gap between trades.</summary>
public sealed record Print(Trade? Trade, FeedGap? Gap)
{
    public static Print Of(Trade trade) => new(trade, null);

    public static Print Of(FeedGap gap) => new(null, gap);
}
