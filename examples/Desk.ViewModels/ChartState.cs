using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The candles, oldest first, with the running candle, and the averages of the last minute and of the day.</summary>
public sealed record ChartState(ImmutableArray<Candle> Candles, Candle? Running, Trade? Last, VwapBar? Average, VwapBar? Session, Precision Precision)
{
    public static ChartState Empty { get; } = new([], null, null, null, null, default);
}
