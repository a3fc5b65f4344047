using System.Collections.Immutable;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>Streams of a market that combine several operators.</summary>
internal static class MarketStreams
{
    // Bounds the memory of a symbol whose price moves far in a day: about 2 MB.
    private const int MaxPrices = 20_000;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The candles of all time frames. Bars receive each trade before <see cref="CandleHistory.WithTrade"/>, so a trade on a boundary closes the candle before it
    /// and belongs to the next one.
    /// </summary>
    public static IObservable<CandleHistory> Candles(NexusFeed feed) => Observable.Defer(() =>
    {
        var seconds = Closed(feed.VwapTumbling(Second), feed).Publish();
        return ((IEnumerable<IObservable<Func<CandleHistory, CandleHistory>>>)
            [
                seconds.Select(static bar => Change(history => history.With(TimeFrame.All[0], bar))),
                .. TimeFrame.All.Skip(1).Select(frame => Closed(seconds.Resample(Windowing.Tumbling(frame.Size)), feed).Select(bar => Change(history => history.With(frame, bar)))),
                Observable.Create<Func<CandleHistory, CandleHistory>>(_ => seconds.Connect()).TakeUntil(seconds.LastOrDefaultAsync()),
                feed.VwapBands(Windowing.Session(TimeSpan.Zero)).Select(static bands => Change(history => history.With(bands))),
                feed.VwapByCount(1).Select(static trade => Change(history => history.WithTrade(trade))),
            ]).Merge().Scan(CandleHistory.Empty, static (history, change) => change(history));
    });

    /// <summary>The volume of the UTC day at each price: the volume profiles of its seconds, added up.</summary>
    public static IObservable<ImmutableSortedDictionary<decimal, decimal>> VolumeByPrice(NexusFeed feed) =>
        feed.VolumeProfiles(Windowing.Tumbling(Second)).Where(static profile => !profile.Levels.IsEmpty)
            .Scan(
                (Day: default(DateTime), Volumes: ImmutableSortedDictionary<decimal, decimal>.Empty),
                static (sum, profile) =>
                {
                    var day = profile.Start.UtcDateTime.Date;
                    var volumes = (day == sum.Day ? sum.Volumes : sum.Volumes.Clear()).ToBuilder();
                    foreach (var level in profile.Levels)
                        volumes[level.Price] = volumes.GetValueOrDefault(level.Price) + level.Volume;
                    Trim(volumes, profile.Levels[0].Price);
                    return (day, volumes.ToImmutable());
                })
            .Select(static sum => sum.Volumes);

    /// <summary>The last book of each interval of the exchange's clock. An interval without a book has no column.</summary>
    public static IObservable<HeatColumn> HeatColumns(NexusFeed feed) =>
        feed.Books.Select(book => (Start: HeatColumn.StartOf(feed.Clock.Now), Book: (Book?)book))
            .Merge(feed.Gaps.Select(_ => (Start: HeatColumn.StartOf(feed.Clock.Now), Book: (Book?)null)))
            .Scan(
                (Closed: (HeatColumn?)null, Open: (HeatColumn?)null, IsCut: false),
                static (state, item) =>
                {
                    if (item.Book is not { } book)
                        return (null, state.Open is null ? null : state.Open with { HasGap = true }, true);
                    return state.Open is { } open && open.Start == item.Start
                        ? (null, new HeatColumn(open.Start, book, open.HasGap || state.IsCut), false)
                        : (state.Open, new HeatColumn(item.Start, book, state.IsCut), false);
                })
            .Where(static state => state.Closed is not null)
            .Select(static state => state.Closed!);

    /// <summary>The bars of the last 24 hours, each minute.</summary>
    public static IObservable<VwapBar> Day(NexusFeed feed) => Closed(feed.VwapHopping(TimeSpan.FromDays(1), TimeSpan.FromMinutes(1)), feed);

    // At the end of a feed, its open windows are published, too: here they stay open.
    private static IObservable<VwapBar> Closed(IObservable<VwapBar> bars, NexusFeed feed) => bars.Where(bar => bar.End <= feed.Clock.Now);

    private static Func<CandleHistory, CandleHistory> Change(Func<CandleHistory, CandleHistory> change) => change;

    // The prices farthest from the market are dropped.
    private static void Trim(ImmutableSortedDictionary<decimal, decimal>.Builder volumes, decimal price)
    {
        while (volumes.Count > MaxPrices)
        {
            var (low, high) = (volumes.First().Key, volumes.Last().Key);
            volumes.Remove(price - low > high - price ? low : high);
        }
    }
}
