using System.Reactive.Subjects;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Adds one trade to windows on a feed, with one trade per millisecond.</summary>
internal sealed class WindowContests : IContests
{
    private const int Count = 20_000;
    private static readonly Symbol Symbol = Symbol.Parse("SPOT_BTC_USDT");

    public int Order => 4;

    public IEnumerable<Contest> All()
    {
        yield return new Contest(
            "sliding VWAP, one trade arrives and one leaves",
            Count,
            Windows("VwapSliding, 100 trades inside", 100, feed => feed.VwapSliding(TimeSpan.FromMilliseconds(100))),
            Windows("VwapSliding, 1,000,000 trades inside", 1_000_000, feed => feed.VwapSliding(TimeSpan.FromMilliseconds(1_000_000))),
            Bare("a bare ring of ticks, 100 inside", 100),
            Bare("a bare ring of ticks, 1,000,000 inside", 1_000_000),
            Bars("a bare ring that publishes the same bars, 100", 100),
            Windows("the feed alone", 0, feed => feed.Trades),
            Windows("Windows(Sliding) and LINQ, 100 trades inside", 100, feed => feed.TradeWindows(Windowing.Sliding(TimeSpan.FromMilliseconds(100))), ByLinq));
        yield return new Contest(
            "tumbling VWAP of a second",
            Count,
            Windows("VwapTumbling", 0, feed => feed.VwapTumbling(TimeSpan.FromSeconds(1))),
            Bare("a bare ring of ticks, 1,000 inside", 1000),
            Windows("Windows(Tumbling) and LINQ", 0, feed => feed.TradeWindows(Windowing.Tumbling(TimeSpan.FromSeconds(1))), ByLinq),
            Windows("the feed alone", 0, feed => feed.Trades));
    }

    private static Candidate Windows<T>(string name, int inside, Func<NexusFeed, IObservable<T>> windows, Func<T, decimal>? read = null)
    {
        var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var results = 0L;
        windows(feed).Subscribe(result => results += read?.Invoke(result) is null ? 1 : 2);
        feed.Connect();
        return Pushed(name, inside, source.OnNext, () => results);
    }

    private static Candidate Bare(string name, int inside)
    {
        var results = 0L;
        return Pushed(name, inside, new TickRing(inside, sums => results += sums.Count >= 0 ? 1 : 2).OnNext, () => results);
    }

    private static Candidate Bars(string name, int inside)
    {
        var results = 0L;
        return Pushed(name, inside, new BarRing(inside, bar => results += bar.TradeCount >= 0 ? 1 : 2).OnNext, () => results);
    }

    /// <summary>Measures the work that all candidates share, including the creation of the trade, 80 bytes.</summary>
    private static Candidate Pushed(string name, int inside, Action<Trade> onNext, Func<long> results)
    {
        var random = new Random(7);
        var trades = Enumerable.Range(0, 4093)
            .Select(i => new Trade(Symbol, default, random.Next(6_100_000, 6_200_000) / 100m, random.Next(1, 1_000_000) / 100_000m, (Side)(i % 2)))
            .ToArray();
        var milliseconds = 0L;
        void Push(int count)
        {
            for (var i = 0; i < count; i++)
                onNext(trades[i % trades.Length] with { Timestamp = DateTimeOffset.UnixEpoch.AddMilliseconds(++milliseconds) });
        }

        Push(inside);
        return new Candidate(name, () =>
        {
            Push(Count);
            return results();
        });
    }

    private static decimal ByLinq(TradeWindow window)
    {
        var volume = window.Trades.Sum(trade => trade.Quantity);
        return volume == 0 ? 0 : window.Trades.Sum(trade => trade.Price * trade.Quantity) / volume;
    }
}
