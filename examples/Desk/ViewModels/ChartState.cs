using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The candles, oldest first, and the one that is being made.</summary>
public sealed record ChartState(ImmutableArray<Candle> Candles, Candle? Running, Trade? Last, Precision Precision)
{
    public static ChartState Empty { get; } = new([], null, null, default);
}
