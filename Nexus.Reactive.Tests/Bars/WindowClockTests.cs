using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Tests of clock jumps and restarts, which are gaps for every symbol, and of timestamps that the clock does not follow immediately.</summary>
public sealed class WindowClockTests
{
    private const double Hour = 3600;

    // The minute that contains T0.
    private static readonly DateTimeOffset Minute = new(2024, 8, 8, 23, 54, 0, TimeSpan.Zero);

    [Test]
    public void Bars_that_overlap_an_outage_of_two_hours_are_incomplete()
    {
        var bars = GetBars(
            Windowing.Tumbling(TimeSpan.FromMinutes(1)),
            [
                TradeAt(0, 100), TradeAt(5, 100), new FeedGap("the socket closed"),
                TradeAt(2 * Hour + 30, 200), TradeAt(2 * Hour + 31, 200), new Ping(Minute.AddSeconds(2 * Hour + 60)), new Ping(Minute.AddSeconds(2 * Hour + 120)),
            ]);

        Assert.That(bars.Select(Text), Is.EqualTo(["0 x2 100~!", "120 x2 200~!", "121 x0 -"]));
    }

    [Test]
    public void Two_days_in_one_replay_share_no_bar_and_the_bars_at_the_jump_are_incomplete()
    {
        const double Day = 24 * Hour;
        var bars = GetBars(
            Windowing.Tumbling(TimeSpan.FromMinutes(1)),
            [
                new Ping(Minute), TradeAt(5, 100), TradeAt(65, 100),
                TradeAt(Day + 30, 200), TradeAt(Day + 31, 200), new Ping(Minute.AddSeconds(Day + 60)), new Ping(Minute.AddSeconds(Day + 120)),
            ]);

        Assert.That(bars.Select(Text), Is.EqualTo(["0 x1 100", "1 x1 100~!", "1440 x2 200~!", "1441 x0 -"]));
    }

    [Test]
    public void A_trade_with_an_implausible_timestamp_counts_at_its_arrival()
    {
        var bars = GetBars(
            Windowing.Tumbling(Seconds(5)),
            new Ping(T0), Deal(1, 100, 1), Deal(10 * Hour, 102, 1), new Ping(At(6)), new Ping(At(11)));
        Assert.That(bars.Select(Sketch), Is.EqualTo(["BTC 0-5 x2", "BTC 5-10 x0"]));
        Assert.That(bars[0].Close, Is.EqualTo(102));

        var sliding = RunFeed(Windowing.Sliding(Seconds(2)), new Ping(T0), Deal(1, 100, 1), Deal(10 * Hour, 102, 1), Deal(2, 100, 1));
        Assert.That(sliding, Is.EqualTo(["BTC -1-1 x1~", "BTC -1-1 x2~", "BTC 0-2 x3"]));
    }

    [Test]
    public void A_trade_with_an_implausible_timestamp_at_the_end_of_the_stream_counts()
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var bars = new List<string>();
        using var subscription = feed.VwapTumbling(Seconds(5)).Subscribe(bar => bars.Add(Sketch(bar)));
        using var connection = feed.Connect();
        source.OnNext(new Ping(T0));
        source.OnNext(Deal(10 * Hour, 100, 1));
        source.OnCompleted();

        Assert.That(bars, Is.EqualTo(["BTC 0-5 x1~"]));
    }

    [Test]
    public void Windows_skipped_by_a_jump_are_not_published_and_windows_that_overlap_it_have_a_gap() =>
        Assert.That(
            RunFeed(Windowing.Tumbling(Seconds(5)), new Ping(T0), Deal(2, 100, 1), new Ping(At(7204)), Deal(7206, 100, 1), new Ping(At(7210)), new Ping(At(7215))),
            Is.EqualTo(["BTC 0-5 x1~!", "BTC 7205-7210 x1~!", "BTC 7210-7215 x0"]));

    [Test]
    public void A_jump_immediately_removes_old_trades_from_a_sliding_window() =>
        Assert.That(
            RunFeed(Windowing.Sliding(Seconds(10)), new Ping(T0), Deal(2, 100, 1), Deal(4, 100, 1), new Ping(At(7204)), Deal(7205, 100, 1), new Ping(At(7215)), Deal(7216, 100, 1)),
            Is.EqualTo(["BTC -8-2 x1~", "BTC -6-4 x2~", "BTC 7195-7205 x0~!", "BTC 7195-7205 x1~!", "BTC 7205-7215 x0", "BTC 7206-7216 x1"]));

    [Test]
    public void A_jump_keeps_the_trades_of_a_hopping_window() =>
        Assert.That(
            RunFeed(Windowing.Hopping(Seconds(10), Seconds(5)), new Ping(T0), Deal(2, 100, 1), Deal(4, 100, 1), new Ping(At(7204)), new Ping(At(7205))),
            Is.EqualTo(["BTC -5-5 x2~!", "BTC 0-10 x2~!"]));

    [Test]
    public void A_jump_marks_the_open_threshold_bar() =>
        Assert.That(
            RunFeed(Windowing.ByCount(2), new Ping(T0), Deal(2, 100, 1), new Ping(At(7204)), Deal(7205, 100, 1), Deal(7206, 100, 1), Deal(7207, 100, 1)),
            Is.EqualTo(["BTC 2-7205 x2~!", "BTC 7206-7207 x2"]));

    [TestCase(5, TestName = "A_jump_to_the_end_of_a_window_closes_it")]
    [TestCase(10, TestName = "A_jump_to_the_end_of_a_later_window_skips_that_window")]
    public void Jumps(double to)
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source, new NexusFeedOptions { MaxClockJump = Seconds(1) });
        var bars = new List<string>();
        using var subscription = feed.VwapTumbling(Seconds(5)).Subscribe(bar => bars.Add(Sketch(bar)));
        feed.Connect();
        foreach (var message in new NexusMessage[] { Deal(0, 100, 1), new Ping(At(to - 0.5)), new Ping(At(to)), new Ping(At(to + 0.5)) })
            source.OnNext(message);

        Assert.That(bars, Is.EqualTo(["BTC 0-5 x1~!"]));
    }

    [Test]
    public void An_hour_of_silence_is_not_a_jump_and_publishes_every_window() =>
        Assert.That(RunFeed(Windowing.Tumbling(Seconds(1)), Deal(0, 1, 1), new Ping(At(Hour))), Has.Count.EqualTo(3600).And.All.Not.Contain("~"));

    [Test]
    public void A_jump_over_thirty_years_takes_no_time()
    {
        var years = TimeSpan.FromDays(365 * 30).TotalSeconds;
        Assert.That(RunFeed(Windowing.Tumbling(Seconds(0.001)), Deal(0, 1, 1), new Ping(At(years)), Deal(years, 1, 1)), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_wrapped_clock_produces_the_same_bars()
    {
        Func<IScheduler, IScheduler>[] wrappers = [static clock => clock, static clock => clock.Catch<Exception>(static _ => false), static clock => clock.DisableOptimizations()];
        foreach (var wrap in wrappers)
        {
            using var source = new Subject<NexusMessage>();
            var feed = new NexusFeed(source);
            var bars = new List<string>();
            using var subscription = feed.Trades.Bars(Windowing.Tumbling(Seconds(1)), wrap(feed.Clock)).Subscribe(bar => bars.Add(Sketch(bar)));
            using var connection = feed.Connect();
            foreach (var second in new[] { 0, 1, 3 * Hour, 3 * Hour + 1, 3 * Hour + 2 })
                source.OnNext(Deal(second, 100, 1));

            Assert.That(bars, Is.EqualTo(["BTC 0-1 x1", "BTC 1-2 x1~!", "BTC 10801-10802 x2"]));
        }
    }

    [Test]
    public void A_clock_restart_closes_the_open_windows_and_later_windows_follow_the_new_time()
    {
        var run = new ClockedRun(Windowing.Tumbling(Seconds(5)));
        run.Start(1000);
        run.Deliver(Deal(1000, 100, 1));
        run.Restart(2);
        run.Deliver(Deal(2, 100, 1));
        run.Advance(10);

        Assert.That(run.Bars, Is.EqualTo(["BTC 1000-1005 x1~!", "BTC 0-5 x1~!", "BTC 5-10 x0"]));
    }

    [Test]
    public void A_gap_that_ended_before_a_clock_restart_marks_no_later_window()
    {
        var run = new ClockedRun(Windowing.Tumbling(Seconds(5)));
        run.Start(1000);
        run.Deliver(Deal(1000, 100, 1), new FeedGap("cut"), Deal(1000, 100, 1));
        run.Restart(0);
        run.Advance(10);

        Assert.That(run.Bars, Is.EqualTo(["BTC 1000-1005 x2~!", "BTC 0-5 x0~!", "BTC 5-10 x0"]));
    }

    [Test]
    public void A_gap_that_is_open_at_a_clock_restart_continues()
    {
        var run = new ClockedRun(Windowing.Tumbling(Seconds(5)));
        run.Start(1000);
        run.Deliver(Deal(1000, 100, 1), new FeedGap("cut", Btc));
        run.Restart(0);
        run.Advance(6);
        run.Deliver(Deal(6, 100, 1));
        run.Advance(15);

        Assert.That(run.Bars, Is.EqualTo(["BTC 1000-1005 x1~!", "BTC 0-5 x0~!", "BTC 5-10 x1~!", "BTC 10-15 x0"]));
    }

    [Test]
    public void A_sliding_window_is_empty_after_a_restart()
    {
        var run = new ClockedRun(Windowing.Sliding(Seconds(5)));
        run.Start(1000);
        run.Deliver(Deal(1000, 100, 1));
        run.Restart(0);
        run.Deliver(Deal(0, 100, 1));

        Assert.That(run.Bars, Is.EqualTo(["BTC 995-1000 x1~", "BTC -5-0 x1~!"]));
    }

    [Test]
    public void A_threshold_bar_does_not_span_a_restart()
    {
        var run = new ClockedRun(Windowing.ByCount(3));
        run.Start(1000);
        run.Deliver(Deal(1000, 100, 1));
        run.Restart(0);
        run.Deliver(Deal(0, 100, 1), Deal(0, 100, 1), Deal(0, 100, 1));

        Assert.That(run.Bars, Is.EqualTo(["BTC 1000-1000 x1~!", "BTC 0-0 x3"]));
    }

    [Test]
    public void A_subscription_after_a_restart_ignores_earlier_time()
    {
        var run = new ClockedRun(Windowing.Tumbling(Seconds(5)), isLate: true);
        run.Start(1000);
        run.Restart(2);
        run.Advance(7);
        run.Subscribe();
        run.Advance(8);
        run.Deliver(Deal(8, 100, 1));
        run.Advance(15);

        Assert.That(run.Bars, Is.EqualTo(["BTC 5-10 x1~", "BTC 10-15 x0"]));
    }

    [Test]
    public void Several_clock_changes_between_two_trades_are_all_detected()
    {
        var run = new ClockedRun(Windowing.Sliding(Seconds(5)));
        run.Start(1000);
        run.Deliver(Deal(1000, 100, 1));
        run.Restart(0);
        run.Jump(100);
        run.Deliver(Deal(100, 100, 1));
        run.Advance(104);
        run.Deliver(Deal(104, 100, 1));

        Assert.That(run.Bars, Is.EqualTo(["BTC 995-1000 x1~", "BTC 95-100 x1~!", "BTC 99-104 x2~!"]));
    }

    [Test]
    public void A_threshold_bar_never_ends_before_its_start()
    {
        var bars = RunFeed(Windowing.ByCount(2), Deal(5, 100, 1), Deal(3, 100, 1), Deal(7, 100, 1), Deal(6, 100, 1));
        Assert.That(bars, Is.EqualTo(["BTC 5-5 x2", "BTC 7-7 x2"]));
    }

    [Test]
    public void A_threshold_bar_does_not_end_at_an_implausible_timestamp()
    {
        var wild = Deal(0, 100, 1) with { Timestamp = new DateTimeOffset(2277, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        var bars = RunFeed(Windowing.ByCount(2), Deal(5, 100, 1), wild, Deal(6, 100, 1), Deal(7, 100, 1));
        Assert.That(bars, Is.EqualTo(["BTC 5-5 x2", "BTC 6-7 x2"]));
    }

    private static Trade TradeAt(double second, decimal price) => new(Btc, Minute.AddSeconds(second), price, 1, Side.Buy);

    private static string Text(VwapBar bar) => FormattableString.Invariant(
        $"{(bar.Start - Minute).TotalMinutes} x{bar.TradeCount} {(bar.Vwap is { } vwap ? FormattableString.Invariant($"{vwap}") : "-")}{(bar.IsComplete ? "" : "~")}{(bar.HasGap ? "!" : "")}");
}
