using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Feed.FeedHarness;
using static Nexus.Reactive.Tests.Feed.FeedMarbles;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>The exchange's time as a scheduler. The letters of messages are those of <see cref="FeedMarbles"/>.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);

    [TestCase("ptbofT---",
              "012345---", TestName = "Now_is_the_timestamp_of_each_of_the_five_typed_events")]
    [TestCase("pumg-p---",
              "0000-5---", TestName = "Messages_of_other_kinds_do_not_move_the_clock")]
    [TestCase("p---pl-p-",
              "0---44-7-", TestName = "An_earlier_timestamp_does_not_move_the_clock_back")]
    [TestCase("u--p--p--",
              "<--3--6--", TestName = "Before_the_first_timestamp_Now_is_the_Unix_epoch")]
    public void Now(string messages, string clock)
    {
        using var m = EachSecond();
        var feed = m.FeedWithoutPings(messages, [.. Inputs, ('l', Make.Trade("99x1 buy", timestamp: m.GetTime(2)))]);
        Assert.That(feed.Clock.Now, Is.EqualTo(DateTimeOffset.UnixEpoch));

        m.Expect(feed.ClockOf(feed, m)).ToBe(clock);
        m.Run();
    }

    // Letters are timers; the clock as they see it is below them.
    [TestCase("pppppppppp",
              "---a-(bc)d",
              "---3-(55)9", TestName = "Timers_run_in_order_of_due_time")]
    [TestCase("p--------p",
              "---------(abcd)",
              "---------(3559)", TestName = "Timers_that_fire_in_one_step_each_see_their_own_due_time_as_Now")]
    [TestCase("p-----p---",
              "------(abc)",
              "------(355)", TestName = "Timers_that_are_not_due_wait")]
    [TestCase("u-p--p-p-p",
              "-----a-(bc)",
              "-----5-(77)", TestName = "Relative_work_scheduled_before_the_first_timestamp_is_due_relative_to_it")]
    public void Timers(string messages, string timers, string clock)
    {
        using var m = EachSecond();
        var feed = m.FeedWithoutPings(messages, Inputs);
        var all = Observable.Merge(feed.After(9, 'd', m), feed.After(3, 'a', m), feed.After(5, 'b', m), feed.After(5, 'c', m));
        m.Expect(all).ToBe(timers);
        m.Expect(all.ClockOf(feed, m)).ToBe(clock);
        m.Run();
    }

    [TestCase("-u-p---p-",
              "-------a-",
              "-------6-", 6, TestName = "Absolute_work_scheduled_before_the_first_timestamp_keeps_its_due_time")]
    [TestCase("-u-p---p-",
              "---a-----",
              "---3-----", -9, TestName = "Absolute_work_that_is_overdue_at_the_first_timestamp_runs_immediately")]
    public void Absolute(string messages, string timer, string clock, int due)
    {
        using var m = EachSecond();
        var feed = m.FeedWithoutPings(messages, Inputs);
        var work = Observable.Timer(m.GetTime(due), feed.Clock).Concat(Observable.Never<long>());
        m.Expect(work.Select(static _ => 'a')).ToBe(timer);
        m.Expect(work.ClockOf(feed, m)).ToBe(clock);
        m.Run();
    }

    [TestCase("pppppppp",
              "--0-1-2-",
              "--2-4-6-", TestName = "An_interval_ticks_on_its_grid")]
    [TestCase("p------p",
              "-------(012)",
              "-------(246)", TestName = "An_interval_ticks_at_its_exact_times_after_a_silence")]
    public void Intervals(string messages, string ticks, string clock)
    {
        using var m = EachSecond();
        var feed = m.FeedWithoutPings(messages, Inputs);
        var interval = Observable.Interval(m.Frame * 2, feed.Clock);
        m.Expect(interval.Select(static tick => (char)('0' + tick))).ToBe(ticks);
        m.Expect(interval.ClockOf(feed, m)).ToBe(clock);
        m.Run();
    }

    [Test]
    public void A_period_of_zero_fires_every_millisecond()
    {
        using var m = new Marbles();
        m.Expect(Observable.Interval(TimeSpan.Zero, m.Feed("----").Clock)).ToBe("-012", ('0', 0), ('1', 1), ('2', 2));
        m.Run();
    }

    [Test]
    public void Periodic_work_ends_with_the_last_representable_time()
    {
        var feed = new FeedHarness(new NexusFeedOptions { MaxClockJump = TimeSpan.MaxValue });
        var ticks = 0;
        feed.Ping(0);
        using var work = feed.Feed.Clock.SchedulePeriodic(TimeSpan.MaxValue, () => ticks++);
        feed.Source.OnNext(new Ping(DateTimeOffset.MaxValue));

        Assert.That(ticks, Is.EqualTo(1));
    }

    [Test]
    public void Operators_of_Rx_work_in_event_time()
    {
        using var m = new Marbles();
        var feed = m.Feed(
            "t--T--------t----------", Inputs);
        m.Expect(feed.Trades.Delay(5 * Ms, feed.Clock).Select(Price)).ToBe(
            "-----0--1--------0-----");
        m.Expect(feed.Trades.Sample(10 * Ms, feed.Clock).Select(Price)).ToBe(
            "----------1---------0--");
        m.Expect(feed.Trades.TimeInterval(feed.Clock).Select(Interval)).ToBe(
            "0--3--------9----------");
        m.Run();

        static char Price(Trade trade) => trade.Price == 100 ? '0' : '1';
        static char Interval(System.Reactive.TimeInterval<Trade> trade) => (char)('0' + (int)trade.Interval.TotalMilliseconds);
    }

    [TestCase(0, "-------",
                 "-------", TestName = "The_clock_stops_with_the_source")]
    [TestCase(5, "-----(t|)",
                 "-----a---", TestName = "RunOnAfterEnd_lets_the_clock_continue_for_that_time")]
    public void Ends(int runOn, string delayed, string timers)
    {
        using var m = EachSecond();
        var feed = m.Feed("--t--|", new NexusFeedOptions { RunOnAfterEnd = m.Frame * runOn }, Inputs);
        m.Expect(feed.Trades.Delay(m.Frame * 5, feed.Clock).Select(static _ => 't')).ToBe(delayed);
        m.Expect(feed.After(10, 'a', m).Merge(feed.After(11, 'b', m))).ToBe(timers);
        m.Run();
    }

    [Test]
    public void RunOnAfterEnd_may_exceed_the_range_of_DateTimeOffset()
    {
        var feed = new FeedHarness(new NexusFeedOptions { RunOnAfterEnd = TimeSpan.FromDays(5_000_000) });
        feed.Ping(0);
        feed.Source.OnCompleted();

        Assert.That(feed.Feed.Clock.Now, Is.EqualTo(DateTimeOffset.MaxValue));
    }

    [Test]
    public void A_clock_that_never_started_does_not_continue_after_the_end()
    {
        var feed = new FeedHarness(new NexusFeedOptions { RunOnAfterEnd = TimeSpan.FromSeconds(5) });
        feed.Source.OnCompleted();

        Assert.That(feed.Feed.Clock.Now, Is.EqualTo(DateTimeOffset.UnixEpoch));
    }

    [Test]
    public void Every_stream_observed_on_the_clock_also_ends_on_it()
    {
        using var m = EachSecond();
        var feed = m.FeedWithoutPings("-m-|", Inputs);
        m.Expect(feed.ObserveOn(feed.Clock).Select(static _ => 'm')).ToBe("-m-|");
        m.Expect(feed.Malformed.ObserveOn(feed.Clock).Select(static _ => 'm')).ToBe("-m-|");
        m.Expect(feed.Gaps.ObserveOn(feed.Clock)).ToBe("---|");
        m.Expect(feed.ClockFaults.ObserveOn(feed.Clock)).ToBe("---|");
        m.Expect(feed.SubscriberFaults.ObserveOn(feed.Clock)).ToBe("---|");
        m.Run();
    }

    [Test]
    public void An_interval_fires_exactly_through_a_silence_just_below_the_maximum_jump()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var ticks = new List<TimeSpan>();
        Observable.Interval(TimeSpan.FromSeconds(1), feed.Feed.Clock).Subscribe(_ => ticks.Add(feed.Now));

        feed.Source.OnNext(new Ping(T0.AddHours(1)));

        Assert.That(ticks, Is.EqualTo(Enumerable.Range(1, 3600).Select(i => TimeSpan.FromSeconds(i))));
    }

    [Test]
    public void Stopwatches_measure_exchange_time_and_read_zero_before_it_starts()
    {
        var feed = new FeedHarness();
        var early = feed.Feed.Clock.StartStopwatch();
        Assert.That(early.Elapsed, Is.EqualTo(TimeSpan.Zero));
        feed.Ping(0);
        Assert.That(early.Elapsed, Is.EqualTo(TimeSpan.Zero));
        feed.Ping(10);
        var late = feed.Feed.Clock.StartStopwatch();
        feed.Ping(25);

        Assert.That((early.Elapsed, late.Elapsed), Is.EqualTo((25 * Ms, 15 * Ms)));
    }

    [Test]
    public void The_clock_stops_when_the_source_ends_and_scheduled_work_is_dropped()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var seen = new List<string>();
        feed.Feed.Clock.Schedule(Ms, () => seen.Add("timer"));

        feed.Source.OnCompleted();
        feed.Feed.Clock.Schedule(Ms, () => seen.Add("later"));
        feed.Feed.Clock.Schedule(() => seen.Add("now"));

        Assert.That(seen, Is.EqualTo(["now"]));
    }

    [Test]
    public void A_turn_with_nothing_due_allocates_nothing()
    {
        var feed = new FeedHarness();
        Observable.Interval(TimeSpan.FromDays(1), feed.Feed.Clock).Subscribe();
        var count = 0;
        feed.Feed.Trades.Subscribe(_ => count++);
        var trade = TradeAt(0);
        feed.Source.OnNext(trade);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
            feed.Source.OnNext(trade);

        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before, count), Is.EqualTo((0L, 10_001)));
    }

    [Test]
    public void Null_actions_and_negative_periods_are_rejected()
    {
        var clock = new FeedHarness().Feed.Clock;
        Assert.Multiple(() =>
        {
            Assert.That(() => clock.Schedule(0, null!), Throws.ArgumentNullException);
            Assert.That(() => clock.Schedule(0, Ms, null!), Throws.ArgumentNullException);
            Assert.That(() => clock.Schedule(0, T0, null!), Throws.ArgumentNullException);
            Assert.That(() => ((ISchedulerPeriodic)clock).SchedulePeriodic(0, Ms, null!), Throws.ArgumentNullException);
            Assert.That(() => ((ISchedulerPeriodic)clock).SchedulePeriodic(0, -Ms, x => x), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }
}
