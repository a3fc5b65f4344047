using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>
/// The candles of all time frames. Closed candles are bars of the feed: of one second, and longer ones that are added up from them. The running candle is what
/// was added up since the last closed one, so it costs the same for each trade, however long it is.
/// </summary>
public sealed record CandleHistory
{
    /// <summary>The number of closed candles that each time frame keeps.</summary>
    public const int Capacity = 600;

    public static CandleHistory Empty { get; } = new();

    /// <summary>The VWAP of the day and the deviation around it, after the last trade.</summary>
    public VwapBands? Bands { get; private init; }

    private ImmutableArray<ImmutableArray<Candle>> Closed { get; init; } = [.. TimeFrame.All.Select(static _ => ImmutableArray<Candle>.Empty)];

    // For each time frame: the closed seconds of its running candle.
    private ImmutableArray<VwapBar?> Partial { get; init; } = [.. TimeFrame.All.Select(static _ => (VwapBar?)null)];

    // The trades since the last closed second.
    private VwapBar? Trades { get; init; }

    /// <summary>The closed candles, oldest first.</summary>
    public ImmutableArray<Candle> GetClosed(TimeFrame frame) => Closed[TimeFrame.All.IndexOf(frame)];

    /// <summary>The candle that contains the last trade or second; null if no trade arrived since the last closed one.</summary>
    public Candle? GetRunning(TimeFrame frame)
    {
        var partial = Partial[TimeFrame.All.IndexOf(frame)];
        var running = partial is null ? Trades
            : Trades is null || frame.StartOf(Trades.Start) < frame.StartOf(partial.Start) ? partial
            : frame.StartOf(Trades.Start) == frame.StartOf(partial.Start) ? VwapBar.Merge(partial, Trades)
            : Trades;
        return running is null or { TradeCount: 0 } ? null : Candle.From(running, Bands) with { Start = frame.StartOf(running.Start), IsComplete = false };
    }

    /// <summary>Returns the running bar of the last minute or less; null if there is none.</summary>
    internal VwapBar? GetRunningMinute()
    {
        var partial = Partial[TimeFrame.All.IndexOf(TimeFrame.Minute)];
        return partial is null ? Trades : Trades is null ? partial : VwapBar.Merge(partial, Trades);
    }

    internal CandleHistory WithTrade(VwapBar trade) => this with { Trades = Trades is { } trades ? VwapBar.Merge(trades, trade) : trade };

    internal CandleHistory With(VwapBands bands) => this with { Bands = bands };

    /// <summary>Adds a closed bar of a time frame. The bar of a second comes before the longer bars that it completes.</summary>
    internal CandleHistory With(TimeFrame frame, VwapBar bar)
    {
        var index = TimeFrame.All.IndexOf(frame);
        var closed = Closed[index];
        var history = this with
        {
            Closed = Closed.SetItem(index, [.. closed.AsSpan()[(closed.Length < Capacity ? 0 : 1)..], Candle.From(bar, Bands)]),
            Partial = Partial[index]?.Start < bar.End ? Partial.SetItem(index, null) : Partial,
        };
        return index > 0 ? history : history with { Partial = [.. Partial.Select((partial, i) => i == 0 ? null : Extend(partial, TimeFrame.All[i], bar))], Trades = null };
    }

    private static VwapBar Extend(VwapBar? partial, TimeFrame frame, VwapBar second) =>
        partial is not null && frame.StartOf(partial.Start) == frame.StartOf(second.Start) ? VwapBar.Merge(partial, second) : second;
}
