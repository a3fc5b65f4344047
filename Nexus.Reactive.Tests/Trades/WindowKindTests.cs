using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Trades.Deals;

namespace Nexus.Reactive.Tests.Trades;

/// <summary>What is particular to each kind of window; the sums of all are in <see cref="WindowLawTests"/>.</summary>
public sealed class WindowKindTests
{
    [Test]
    public void Hopping_windows_overlap_where_the_hop_is_shorter()
    {
        var bars = Run((trades, scheduler) => trades.VwapHopping(Seconds(2), Seconds(1), scheduler), Deal(0.5, 1, 1), Deal(1, 2, 1), Deal(2.5, 3, 1));

        Assert.That(bars.Select(Sketch), Is.EqualTo(new[] { "BTC -1-1 x1~", "BTC 0-2 x2", "BTC 1-3 x2~", "BTC 2-4 x1~" }));
    }

    [Test]
    public void Hopping_windows_leave_out_what_falls_between_them_where_the_hop_is_longer()
    {
        var bars = Run((trades, scheduler) => trades.VwapHopping(Seconds(1), Seconds(5), scheduler), Deal(0.5, 1, 1), Deal(3, 1, 1), Deal(5, 1, 1), Deal(6, 1, 1));

        Assert.That(bars.Select(Sketch), Is.EqualTo(new[] { "BTC 0-1 x1", "BTC 5-6 x1" }));
    }

    [Test]
    public void A_sliding_window_tells_each_trade_and_each_leaving_in_silence_too()
    {
        var scheduler = new HistoricalScheduler(T0);
        var source = new Subject<Trade>();
        var bars = new List<string>();
        source.VwapSliding(Seconds(5), scheduler).Subscribe(bar => bars.Add($"{(scheduler.Now - T0).TotalSeconds}: {Sketch(bar)} {bar.High}/{bar.Low}"));
        foreach (var trade in new[] { Deal(1, 10, 1), Deal(1, 30, 1), Deal(2, 20, 1) })
        {
            scheduler.AdvanceTo(trade.Timestamp);
            source.OnNext(trade);
        }

        scheduler.AdvanceTo(At(60));

        Assert.That(bars, Is.EqualTo(new[] { "1: BTC -4-1 x1~ 10/10", "1: BTC -4-1 x2~ 30/10", "2: BTC -3-2 x3~ 30/10", "6: BTC 1-6 x1 20/20", "7: BTC 2-7 x0 /" }));
    }

    [Test]
    public void Half_of_the_trades_leaving_leaves_the_other_half()
    {
        // Ten trades of 10, ten of 20: as the first ten leave, the average is 20.
        var trades = Enumerable.Range(0, 20).Select(i => Deal(i, i < 10 ? 10 : 20, 1)).ToArray();
        var bars = Run((source, scheduler) => source.VwapSliding(Seconds(10), scheduler), trades);

        Assert.That(bars[^1].Vwap, Is.EqualTo(20));
        Assert.That(bars[^1].TradeCount, Is.EqualTo(10));
    }

    [Test]
    public void A_sliding_window_gives_back_the_memory_of_trades_that_left()
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
        Assert.That(empty, Is.LessThan(500_000), "what remains is the test run's own");
    }

    [Test]
    public void A_sliding_window_may_be_longer_than_time()
    {
        var bars = Run((trades, scheduler) => trades.VwapSliding(TimeSpan.MaxValue, scheduler), Deal(0, 1, 1), Deal(5, 3, 1));

        Assert.That(bars.Select(bar => (bar.Start, bar.End, bar.Vwap)), Is.EqualTo(new[] { (DateTimeOffset.MinValue, At(0), (decimal?)1m), (DateTimeOffset.MinValue, At(5), 2m) }));
    }

    [Test]
    public void A_session_runs_from_its_time_of_day_and_tells_each_trade_and_its_end()
    {
        // T0 is 23:54:15; a session begins at 23:54:20.
        var begin = new TimeSpan(23, 54, 20);
        var bars = Run((trades, scheduler) => trades.VwapSession(begin, scheduler), Deal(1, 10, 1), Deal(5, 20, 1), Deal(6, 40, 1), Deal(86405, 7, 1));

        Assert.That(bars.Select(bar => $"{Sketch(bar)} {bar.Vwap}"), Is.EqualTo(new[]
        {
            "BTC -86395-5 x1~ 10",
            "BTC -86395-5 x1~ 10",
            "BTC 5-86405 x1~ 20",
            "BTC 5-86405 x2~ 30",
            "BTC 5-86405 x2 30",
            "BTC 86405-172805 x1~ 7",
            "BTC 86405-172805 x1~ 7",
        }));
    }

    [Test]
    public void By_size_the_trade_that_reaches_it_closes_the_bar_unsplit()
    {
        Trade[] trades = [Deal(1, 10, 1), Deal(2, 10, 5), Deal(3, 10, 2), Deal(4, 10, 1)];

        Assert.That(Run((source, _) => source.VwapByCount(3), trades).Select(Sketch), Is.EqualTo(new[] { "BTC 1-3 x3", "BTC 4-4 x1~" }));
        Assert.That(Run((source, _) => source.VwapByVolume(3), trades).Select(bar => (Sketch(bar), bar.Volume)), Is.EqualTo(new[] { ("BTC 1-2 x2", 6m), ("BTC 3-4 x2", 3m) }));
        Assert.That(Run((source, _) => source.VwapByNotional(30), trades).Select(bar => (Sketch(bar), bar.Notional)), Is.EqualTo(new[] { ("BTC 1-2 x2", 60m), ("BTC 3-4 x2", 30m) }));
    }

    [Test]
    public void Windows_by_size_go_on_after_sums_beyond_decimals_range()
    {
        var bars = Run((source, _) => source.VwapByNotional(decimal.MaxValue), Deal(0, decimal.MaxValue, 0.5m), Deal(0, decimal.MaxValue, 0.6m), Deal(0, 1, 1));

        Assert.That(bars.Select(bar => bar.TradeCount), Is.EqualTo(new[] { 2, 1 }));
        Assert.That(bars[0].Vwap, Is.EqualTo(decimal.MaxValue));
    }

    [Test]
    public void Hundreds_of_trades_in_one_millisecond_are_one_instant()
    {
        var trades = Enumerable.Range(0, 443).Select(i => Deal(0.5, i + 1, 1)).ToArray();

        Assert.That(Run((source, scheduler) => source.VwapTumbling(Seconds(1), scheduler), trades).Select(Sketch), Is.EqualTo(new[] { "BTC 0-1 x443~" }));
        var scheduler = new HistoricalScheduler(T0);
        var source = new Subject<Trade>();
        var bars = new List<VwapBar>();
        source.VwapSliding(Seconds(1), scheduler).Subscribe(bars.Add);
        foreach (var trade in trades)
            source.OnNext(trade);
        scheduler.AdvanceBy(Seconds(2));
        Assert.That(bars, Has.Count.EqualTo(444), "all leave at once");
    }

    [Test]
    public void An_aggregate_of_ones_own_is_plain_LINQ_over_the_same_windows()
    {
        var scheduler = new HistoricalScheduler(T0);
        var source = new Subject<Trade>();
        var largest = new List<decimal>();
        var query = from window in source.Windows(Windowing.Tumbling(Seconds(1)), scheduler)
                    where window.Trades.Length > 0
                    select window.Trades.Max(trade => trade.Quantity);
        query.Subscribe(largest.Add);
        source.OnNext(Deal(0, 1, 5));
        source.OnNext(Deal(0, 1, 7));
        scheduler.AdvanceBy(Seconds(1));
        source.OnNext(Deal(1, 1, 3));
        source.OnCompleted();

        Assert.That(largest, Is.EqualTo(new[] { 7m, 3m }));
    }

    [Test]
    public void Windows_have_the_bounds_flags_and_trades_of_the_bars_of_the_same_kind([ValueSource(nameof(Kinds))] (Windowing Windowing, Func<NexusFeed, IObservable<VwapBar>> Bars) kind)
    {
        var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        List<VwapBar> bars = [];
        List<TradeWindow> windows = [];
        kind.Bars(feed).Subscribe(bars.Add);
        feed.Windows(kind.Windowing).Subscribe(windows.Add);
        feed.Connect();
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            source.OnNext(Deal(i * 0.1, random.Next(1, 9), random.Next(1, 9), (Side)random.Next(2), random.Next(2) == 0 ? Btc : Eth));
            if (random.Next(20) == 0)
                source.OnNext(new FeedGap("cut", random.Next(3) switch { 0 => Btc, 1 => Eth, _ => null }, default));
        }

        source.OnCompleted();

        Assert.That(bars, Is.Not.Empty);
        Assert.That(
            windows.Select(window => (window.Symbol, window.Start, window.End, window.Trades.Length, window.Trades.Sum(trade => trade.Price * trade.Quantity), window.IsComplete, window.HasGap)),
            Is.EqualTo(bars.Select(bar => (bar.Symbol, bar.Start, bar.End, bar.TradeCount, bar.Notional, bar.IsComplete, bar.HasGap))));
    }

    [Test]
    public void Arguments_are_checked_at_the_call()
    {
        var trades = Observable.Never<Trade>();
        Assert.Multiple(() =>
        {
            Assert.That(() => trades.VwapHopping(Seconds(1), TimeSpan.Zero, Scheduler.Default), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => trades.VwapSliding(TimeSpan.Zero, Scheduler.Default), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => trades.VwapSession(TimeSpan.FromDays(1), Scheduler.Default), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => trades.VwapSession(TimeSpan.FromTicks(-1), Scheduler.Default), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => trades.VwapByCount(0), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => trades.VwapByVolume(0), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => trades.VwapByNotional(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => trades.Windows(null!, Scheduler.Default), Throws.ArgumentNullException);
        });
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
}
