using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>The specifics of each kind of window, drawn as in <see cref="VwapTumblingTests"/>; the sums of all kinds are in <see cref="WindowLawTests"/>.</summary>
public sealed class WindowKindTests
{
    [TestCase(10, 5,
        "--t--t------t-|",
        "-----1----2---(21|)",
        "-----~----=---(~~|)", TestName = "Hopping_windows_overlap_if_the_hop_is_shorter_than_the_window")]
    [TestCase(3, 5,
        "-t-t-t-t-t-|",
        "---1----2--|",
        "---=----=--|", TestName = "Hopping_windows_omit_trades_between_windows_if_the_hop_is_longer_than_the_window")]
    public void Hopping(int size, int hop, string trades, string counts, string marks)
    {
        using var m = EachSecond();
        Check(m, m.Hot(trades, Drawn).VwapHopping(Seconds(size), Seconds(hop), m.Scheduler), counts, marks);
    }

    [TestCase("-tt---------|",
              "-12---10----|",
              "-~~---==----|", TestName = "A_sliding_window_is_published_when_a_trade_enters_or_leaves_even_in_silence")]
    [TestCase("--t----t-------|",
              "--1----(01)-0--|",
              "--~----(==)-=--|", TestName = "A_trade_leaves_the_window_before_another_trade_enters_at_the_same_instant")]
    [TestCase("-(ttt)--------|",
              "-(123)\n------0-------|",
              "-(~~~)\n------=-------|", TestName = "Trades_of_the_same_instant_leave_the_window_together")]
    public void Sliding(string trades, string counts, string marks)
    {
        using var m = EachSecond();
        Check(m, m.Hot(trades, Drawn).VwapSliding(Seconds(5), m.Scheduler), counts, marks);
    }

    // A session begins at the fifth character.
    [TestCase("-t---t---t-|",
              "-1---(11)2-(2|)",
              "-~---(~~)~-(~|)", TestName = "A_session_starts_at_its_time_of_day_and_is_published_at_each_trade_and_at_its_end")]
    [TestCase("-----t---t 1440m t|",
              "-----1---2 86395s 2----1(1|)",
              "-----~---~ 86395s =----~(~|)", TestName = "A_session_ends_after_one_day_even_in_silence")]
    public void Session(string trades, string counts, string marks)
    {
        using var m = EachSecond();
        Check(m, m.Hot(trades, Drawn).VwapSession((T0 + Seconds(5)).TimeOfDay, m.Scheduler), counts, marks);
    }

    [Test]
    public void The_trade_that_reaches_the_threshold_closes_the_bar_and_is_not_split()
    {
        using var m = EachSecond();
        var trades = m.Feed("-abca|", ('a', Make.Trade("10x1 buy")), ('b', Make.Trade("10x5 buy")), ('c', Make.Trade("10x2 buy"))).Trades;
        m.Expect(trades.VwapByCount(3).Select(Sketch)).ToBe("---x-(y|)", ('x', "BTC 1-3 x3"), ('y', "BTC 4-4 x1~"));
        m.Expect(trades.VwapByVolume(3).Select(Sketch)).ToBe("--x-y|", ('x', "BTC 1-2 x2"), ('y', "BTC 3-4 x2"));
        m.Expect(trades.VwapByNotional(30).Select(Sketch)).ToBe("--x-y|", ('x', "BTC 1-2 x2"), ('y', "BTC 3-4 x2"));
        m.Run();
    }

    [Test]
    public void A_custom_aggregate_uses_LINQ_over_the_same_windows()
    {
        using var m = EachSecond();
        var trades = m.Hot("a-b---c-------|", ('a', Make.Trade("1x5 buy")), ('b', Make.Trade("1x7 buy")), ('c', Make.Trade("1x3 buy")));
        var largest = from window in trades.TradeWindows(Windowing.Tumbling(Seconds(5)), m.Scheduler)
                      where window.Trades.Length > 0
                      select window.Trades.Max(trade => trade.Quantity);
        m.Expect(largest).ToBe("-----7----3---|", ('7', 7), ('3', 3));
        m.Run();
    }

    [Test]
    public void When_half_of_the_trades_leave_the_other_half_remains()
    {
        // Ten trades of 10, ten of 20: as the first ten leave, the average is 20.
        var trades = Enumerable.Range(0, 20).Select(i => Deal(i, i < 10 ? 10 : 20, 1)).ToArray();
        var bars = Run((source, scheduler) => source.VwapSliding(Seconds(10), scheduler), trades);

        Assert.That(bars[^1].Vwap, Is.EqualTo(20));
        Assert.That(bars[^1].TradeCount, Is.EqualTo(10));
    }

    [Test]
    public void A_sliding_window_releases_the_memory_of_trades_that_left()
    {
        var scheduler = new HistoricalScheduler(T0);
        var source = new Subject<Trade>();
        VwapBar? last = null;
        using var subscription = source.VwapSliding(Seconds(10), scheduler).Subscribe(bar => last = bar);
        var start = GC.GetTotalMemory(forceFullCollection: true);
        var trade = Deal(0, 1, 1);
        for (var i = 0; i < 200_000; i++)
            source.OnNext(trade);
        var full = GC.GetTotalMemory(forceFullCollection: true) - start;
        scheduler.AdvanceBy(Seconds(11));
        var empty = GC.GetTotalMemory(forceFullCollection: true) - start;

        Assert.That(last!.TradeCount, Is.Zero);
        Assert.That(full, Is.LessThan(200_000 * 96L), "a Trade takes 80 bytes, and a list of them 8 to 16 more");
        Assert.That(empty, Is.LessThan(500_000), "the rest belongs to the test run");
    }

    [Test]
    public void A_sliding_window_may_be_longer_than_the_range_of_DateTime()
    {
        var bars = Run((trades, scheduler) => trades.VwapSliding(TimeSpan.MaxValue, scheduler), Deal(0, 1, 1), Deal(5, 3, 1));

        Assert.That(bars.Select(bar => (bar.Start, bar.End, bar.Vwap)), Is.EqualTo(new[] { (DateTimeOffset.MinValue, At(0), (decimal?)1m), (DateTimeOffset.MinValue, At(5), 2m) }));
    }

    [Test]
    public void Windows_with_a_threshold_continue_after_sums_beyond_decimals_range()
    {
        var bars = Run((source, _) => source.VwapByNotional(decimal.MaxValue), Deal(0, decimal.MaxValue, 0.5m), Deal(0, decimal.MaxValue, 0.6m), Deal(0, 1, 1));

        Assert.That(bars.Select(bar => bar.TradeCount), Is.EqualTo(new[] { 2, 1 }));
        Assert.That(bars[0].Vwap, Is.EqualTo(decimal.MaxValue));
    }

    [Test]
    public void Windows_have_the_bounds_flags_and_trades_of_the_bars_of_the_same_kind([ValueSource(nameof(Kinds))] (Windowing Windowing, Func<NexusFeed, IObservable<VwapBar>> Bars) kind)
    {
        var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        List<VwapBar> bars = [];
        List<TradeWindow> windows = [];
        kind.Bars(feed).Subscribe(bars.Add);
        feed.TradeWindows(kind.Windowing).Subscribe(windows.Add);
        feed.Connect();
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            source.OnNext(Deal(i * 0.1, random.Next(1, 9), random.Next(1, 9), (Side)random.Next(2), random.Next(2) == 0 ? Btc : Eth));
            if (random.Next(20) == 0)
                source.OnNext(new FeedGap("cut", random.Next(3) switch { 0 => Btc, 1 => Eth, _ => null }));
        }

        source.OnCompleted();

        Assert.That(bars, Is.Not.Empty);
        Assert.That(
            windows.Select(window => (window.Symbol, window.Start, window.End, window.Trades.Length, window.Trades.Sum(trade => trade.Price * trade.Quantity), window.IsComplete, window.HasGap)),
            Is.EqualTo(bars.Select(bar => (bar.Symbol, bar.Start, bar.End, bar.TradeCount, bar.Notional, bar.IsComplete, bar.HasGap))));
    }

    [Test]
    public void Sizes_out_of_range_are_rejected_by_the_call()
    {
        var trades = Observable.Never<Trade>();
        Assert.Multiple(() =>
        {
            Assert.That(() => trades.VwapHopping(Seconds(1), TimeSpan.Zero, Scheduler.Default), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => trades.VwapHopping(TimeSpan.FromTicks(100_001), TimeSpan.FromTicks(1), Scheduler.Default), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("at least a 100,000th of the size"));
            Assert.That(() => trades.VwapHopping(TimeSpan.MaxValue, TimeSpan.FromDays(100), Scheduler.Default), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => trades.VwapHopping(TimeSpan.FromTicks(100_000), TimeSpan.FromTicks(1), Scheduler.Default), Throws.Nothing);
            Assert.That(() => trades.VwapSliding(TimeSpan.Zero, Scheduler.Default), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => trades.VwapSession(TimeSpan.FromDays(1), Scheduler.Default), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => trades.VwapSession(TimeSpan.FromTicks(-1), Scheduler.Default), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => trades.VwapByCount(0), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => trades.VwapByVolume(0), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => trades.VwapByNotional(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void A_trade_of_zero_may_precede_a_trade_of_a_tiny_quantity()
    {
        var bars = Run((source, scheduler) => source.VwapSliding(Seconds(5), scheduler), Deal(0, 100, 0), Deal(1, 100, 0.000_000_000_000_000_000_01m));

        Assert.That((bars[1].Volume, bars[1].TradeCount), Is.EqualTo((0.000_000_000_000_000_000_01m, 2)));
    }

    private static IEnumerable<(Windowing, Func<NexusFeed, IObservable<VwapBar>>)> Kinds() =>
    [
        (Windowing.Tumbling(Seconds(1)), feed => feed.VwapTumbling(Seconds(1))),
        (Windowing.Hopping(Seconds(3), Seconds(2)), feed => feed.VwapHopping(Seconds(3), Seconds(2))),
        (Windowing.Sliding(Seconds(2.5)), feed => feed.VwapSliding(Seconds(2.5))),
        (Windowing.Session(new TimeSpan(23, 54, 20)), feed => feed.VwapSession(new TimeSpan(23, 54, 20))),
        (Windowing.ByCount(7), feed => feed.VwapByCount(7)),
        (Windowing.ByVolume(50), feed => feed.VwapByVolume(50)),
        (Windowing.ByNotional(300), feed => feed.VwapByNotional(300)),
    ];

    private static void Check(Marbles m, IObservable<VwapBar> bars, string counts, string marks)
    {
        m.Expect(bars.Select(Count)).ToBe(counts);
        m.Expect(bars.Select(Mark)).ToBe(marks);
        m.Run();
    }
}
