using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The chart of one time frame.</summary>
public sealed record ChartState
{
    public static ChartState Empty { get; } = new();

    public TimeFrame Frame { get; init; } = TimeFrame.Default;

    /// <summary>The closed candles, oldest first.</summary>
    public ImmutableArray<Candle> Candles { get; init; } = [];

    /// <summary>The candle that contains the last trade; null if no trade arrived since the last closed one.</summary>
    public Candle? Running { get; init; }

    public Trade? Last { get; init; }

    /// <summary>The bar of the last minute.</summary>
    public VwapBar? Average { get; init; }

    /// <summary>The bar of the day.</summary>
    public VwapBar? Session { get; init; }

    /// <summary>The own fills, oldest first.</summary>
    public ImmutableArray<FillMark> Fills { get; init; } = [];

    /// <summary>The own orders that wait in the book, by price.</summary>
    public ImmutableArray<OrderMark> Orders { get; init; } = [];

    public Precision Precision { get; init; }
}
