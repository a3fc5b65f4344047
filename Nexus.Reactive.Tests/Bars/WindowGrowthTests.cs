using System.Reactive.Concurrency;
using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Feed;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Tests of the cost of windows with many or silent symbols: all growth is limited.</summary>
public sealed class WindowGrowthTests
{
    [Test]
    public void Only_the_most_recently_traded_silent_symbols_have_empty_windows()
    {
        const int Symbols = 3_000;
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var bars = new List<VwapBar>();
        using var subscription = feed.VwapTumbling(Seconds(1)).Subscribe(bars.Add);
        using var connection = feed.Connect();
        for (var i = 0; i < Symbols; i++)
            source.OnNext(Deal(0, 1, 1, symbol: Named(i)));
        source.OnNext(new Ping(At(1)));
        Assert.That(bars, Has.Count.EqualTo(Symbols));

        bars.Clear();
        source.OnNext(new Ping(At(2)));
        Assert.That(bars.Select(static bar => bar.Symbol), Is.EqualTo(Enumerable.Range(Symbols - 1_000, 1_000).Select(Named)));

        bars.Clear();
        source.OnNext(Deal(2.5, 1, 1, symbol: Named(0)));
        source.OnNext(new Ping(At(3)));
        Assert.That(bars.Select(static bar => (bar.Symbol, bar.TradeCount)), Is.EqualTo(Enumerable.Range(Symbols - 1_000, 1_000).Select(static i => (Named(i), 0)).Append((Named(0), 1))));
        Assert.That(bars[^1].IsComplete, Is.True, "the stream of a forgotten symbol continues");
    }

    [Test]
    public void A_message_far_ahead_produces_at_most_1000_empty_bars_per_window()
    {
        const int Symbols = 2_500, Windows = 600;
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var bars = 0;
        using var subscription = feed.VwapTumbling(Seconds(1)).Subscribe(_ => bars++);
        using var connection = feed.Connect();
        for (var i = 0; i < Symbols; i++)
            source.OnNext(Deal(0, 1, 1, symbol: Named(i)));
        source.OnNext(new Ping(At(Windows)));

        Assert.That(bars, Is.EqualTo(Symbols + (Windows - 1) * 1_000));
    }

    [Test]
    public void Silent_symbols_stop_after_the_limit_of_empty_windows_and_restart_with_a_trade()
    {
        using var source = new Subject<Trade>();
        var scheduler = new HistoricalScheduler(T0);
        var bars = new List<string>();
        using var subscription = WindowSource.From(source, scheduler)
            .Run<VwapBar>(observer => new AlignedWindows<TradeSums, VwapBar>(observer, WindowSource.From(source, scheduler), new FixedGrid(Seconds(1), Seconds(1), default), publishesRunning: false) { MaxEmptyWindows = 3 })
            .Subscribe(bar => bars.Add(Sketch(bar)));
        source.OnNext(Deal(0, 1, 1));
        scheduler.AdvanceTo(At(100));
        source.OnNext(Deal(0, 1, 1));
        scheduler.AdvanceTo(At(101));

        Assert.That(bars, Is.EqualTo(["BTC 0-1 x1", "BTC 1-2 x0", "BTC 2-3 x0", "BTC 3-4 x0", "BTC 100-101 x1"]));
    }

    [Test]
    public void A_sliding_window_without_trades_allocates_no_sums()
    {
        const int Symbols = 20_000;
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        using var subscription = feed.VwapSliding(Seconds(1)).Subscribe();
        using var connection = feed.Connect();
        source.OnNext(new Ping(T0));
        var trades = Enumerable.Range(0, Symbols).Select(static i => Deal(0, 1, 1, symbol: Named(i))).ToArray();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var trade in trades)
            source.OnNext(trade);
        var full = GC.GetTotalMemory(forceFullCollection: true) - before;
        source.OnNext(new Ping(At(2)));
        var empty = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(trades);

        Assert.That(full / Symbols, Is.GreaterThan(1_000));
        Assert.That(empty / Symbols, Is.LessThan(300), "bytes per symbol");
    }

    [Test]
    public void Open_gaps_of_many_symbols_do_not_slow_down_a_message()
    {
        const int Gaps = 30_000, Messages = 100_000;
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        using var subscription = feed.VwapTumbling(Seconds(1)).Subscribe();
        using var connection = feed.Connect();
        source.OnNext(Deal(0, 1, 1));
        for (var i = 0; i < Gaps; i++)
            source.OnNext(new FeedGap("cut", Named(i)));

        var messages = Task.Run(() =>
        {
            for (var i = 0; i < Messages; i++)
                source.OnNext(Deal(0, 1, 1));
        });
        Assert.That(messages.Wait(TimeSpan.FromSeconds(20)), Is.True, "O(symbols) per message would take minutes");
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_message_publishes_each_overlapping_window_of_a_trade_once(bool isEnd)
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var withTrades = 0;
        using var subscription = feed.VwapHopping(Seconds(1000), Seconds(0.1)).Subscribe(bar => withTrades += bar.TradeCount);
        using var connection = feed.Connect();
        source.OnNext(Deal(0, 1, 1));
        if (isEnd)
            source.OnCompleted();
        else
            source.OnNext(new Ping(At(3599)));

        Assert.That(withTrades, Is.EqualTo(10_000));
    }

    [Test]
    public void A_window_has_at_most_two_panes_per_hop_whatever_its_size()
    {
        var hop = Seconds(1);
        var grid = new FixedGrid(TimeSpan.FromHours(1) + TimeSpan.FromTicks(1), hop, default);
        var start = grid.GetFirstStart(T0.UtcTicks);
        var panes = Enumerable.Range(0, 1000).Select(i => grid.GetPane(start + (i * hop.Ticks / 1000))).Distinct();

        Assert.That(panes, Is.EqualTo(new[] { (start, start + 1), (start + 1, start + hop.Ticks) }));
    }

    private static Symbol Named(int number) => new("SPOT", $"S{number}", "USDT");

    [Test]
    public void A_source_of_trades_waits_while_a_timer_on_another_thread_publishes()
    {
        using var scheduler = new EventLoopScheduler();
        using var publishing = new ManualResetEventSlim();
        using var released = new ManualResetEventSlim();
        var trades = new Subject<Trade>();
        var now = scheduler.Now;
        var bars = 0;
        var subscription = trades.VwapTumbling(TimeSpan.FromMilliseconds(10), scheduler).Subscribe(_ =>
        {
            bars++;
            publishing.Set();
            released.Wait(TimeSpan.FromSeconds(60));
        });
        trades.OnNext(new Trade(Btc, now, 1, 1, Side.Buy));
        Assert.That(publishing.Wait(TimeSpan.FromSeconds(30)));

        var producer = new FastProducer(4 * FastProducer.MaxAhead, _ => trades.OnNext(new Trade(Btc, now, 1, 1, Side.Buy)));
        producer.AssertWaits();
        released.Set();
        producer.AssertEnds();
        subscription.Dispose();
        using var idle = new ManualResetEventSlim();
        scheduler.Schedule(idle.Set);
        Assert.That(idle.Wait(TimeSpan.FromSeconds(30)), "an exception on the scheduler's thread would end the process");
    }
}
