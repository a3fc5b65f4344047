using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using static Nexus.Reactive.Tests.Feed.FeedHarness;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>The exchange's time as a scheduler.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);

    [Test]
    public void Now_is_the_greatest_timestamp_of_the_five_typed_events()
    {
        var feed = new FeedHarness();
        Assert.That(feed.Feed.Clock.Now, Is.EqualTo(DateTimeOffset.UnixEpoch));

        var seen = new List<double>();
        foreach (var message in new NexusMessage[] { PingAt(1), BookAt(2), TradeAt(3), UpdateAt(4), TransactionAt(5), TradeAt(2), new FeedGap("x", null, At(99)), new UnknownMessage("X", "{\"timestamp\":1}") })
        {
            feed.Source.OnNext(message);
            seen.Add(feed.Now.TotalMilliseconds);
        }

        Assert.That(seen, Is.EqualTo([1.0, 2, 3, 4, 5, 5, 5, 5]));
    }

    [Test]
    public void Timers_run_in_order_of_due_time_each_seeing_its_own_as_Now()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var seen = new List<(string, double)>();
        void At(string name, double ms) => feed.Feed.Clock.Schedule(TimeSpan.FromMilliseconds(ms), () => seen.Add((name, feed.Now.TotalMilliseconds)));
        At("c", 30);
        At("a", 10);
        At("b", 20);
        At("b2", 20);
        At("later", 41);

        feed.Ping(40);

        Assert.That(seen, Is.EqualTo(new[] { ("a", 10.0), ("b", 20.0), ("b2", 20.0), ("c", 30.0) }));
    }

    [Test]
    public void What_a_timer_schedules_within_the_step_runs_within_the_step()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var seen = new List<double>();
        feed.Feed.Clock.Schedule(Ms, again =>
        {
            seen.Add(feed.Now.TotalMilliseconds);
            again(Ms);
        });

        feed.Ping(3);

        Assert.That(seen, Is.EqualTo([1.0, 2, 3]));
    }

    [Test]
    public void Before_the_first_timestamp_relative_work_waits_for_it_and_counts_from_it()
    {
        var feed = new FeedHarness();
        var seen = new List<string>();
        feed.Feed.Clock.Schedule(TimeSpan.FromMilliseconds(10), () => seen.Add($"relative {feed.Now.TotalMilliseconds}"));
        feed.Feed.Clock.Schedule(T0.AddMilliseconds(5), () => seen.Add($"absolute {feed.Now.TotalMilliseconds}"));
        Observable.Interval(TimeSpan.FromMilliseconds(4), feed.Feed.Clock).Subscribe(i => seen.Add($"tick {i} {feed.Now.TotalMilliseconds}"));
        feed.Source.OnNext(new UnknownMessage("X", "{}"));

        feed.Ping(0);
        Assert.That(seen, Is.Empty);
        feed.Ping(10);

        Assert.That(seen, Is.EqualTo(["tick 0 4", "absolute 5", "tick 1 8", "relative 10"]));
    }

    [Test]
    public void Absolute_work_that_is_past_at_the_first_timestamp_runs_there()
    {
        var feed = new FeedHarness();
        var seen = new List<double>();
        feed.Feed.Clock.Schedule(T0.AddDays(-1), () => seen.Add(feed.Now.TotalMilliseconds));

        feed.Ping(0);

        Assert.That(seen, Is.EqualTo([0.0]));
    }

    [Test]
    public void Work_due_now_runs_while_time_stands()
    {
        var feed = new FeedHarness();
        var seen = new List<string>();
        feed.Feed.Malformed.ObserveOn(feed.Feed.Clock).Subscribe(_ => seen.Add("malformed"), () => seen.Add("done"));
        feed.Source.OnNext(new MalformedMessage("x", "not JSON"));
        Observable.Range(1, 3, feed.Feed.Clock).Subscribe(i => seen.Add($"{i}"));
        feed.Source.OnCompleted();

        Assert.That(seen, Is.EqualTo(["malformed", "1", "2", "3", "done"]));
    }

    [Test]
    public void Every_stream_that_is_observed_on_the_clock_ends_on_it_too()
    {
        var feed = new FeedHarness();
        var ended = new List<string>();
        feed.Feed.ObserveOn(feed.Feed.Clock).Subscribe(_ => { }, () => ended.Add("messages"));
        feed.Feed.Gaps.ObserveOn(feed.Feed.Clock).Subscribe(_ => { }, () => ended.Add("gaps"));
        feed.Feed.ClockFaults.ObserveOn(feed.Feed.Clock).Subscribe(_ => { }, () => ended.Add("clock faults"));
        feed.Feed.SubscriberFaults.ObserveOn(feed.Feed.Clock).Subscribe(_ => { }, () => ended.Add("subscriber faults"));

        feed.Ping(0);
        feed.Source.OnCompleted();

        Assert.That(ended, Is.EqualTo(["messages", "gaps", "clock faults", "subscriber faults"]));
    }

    [Test]
    public void An_interval_ticks_exactly_through_a_silence_just_short_of_the_greatest_jump()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var ticks = new List<TimeSpan>();
        Observable.Interval(TimeSpan.FromSeconds(1), feed.Feed.Clock).Subscribe(_ => ticks.Add(feed.Now));

        feed.Source.OnNext(new Ping(T0.AddHours(1)));

        Assert.That(ticks, Is.EqualTo(Enumerable.Range(1, 3600).Select(i => TimeSpan.FromSeconds(i))));
    }

    [Test]
    public void A_period_of_zero_ticks_each_millisecond()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var ticks = new List<double>();
        Observable.Interval(TimeSpan.Zero, feed.Feed.Clock).Subscribe(_ => ticks.Add(feed.Now.TotalMilliseconds));

        feed.Ping(3);

        Assert.That(ticks, Is.EqualTo([1.0, 2, 3]));
    }

    [Test]
    public void Stopwatches_read_the_exchanges_time_and_0_before_it_starts()
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
    public void Operators_of_Rx_work_in_event_time()
    {
        var feed = new FeedHarness();
        var delayed = new List<(decimal, double)>();
        var sampled = new List<decimal>();
        var spaced = new List<TimeSpan>();
        feed.Feed.Trades.Delay(TimeSpan.FromMilliseconds(5), feed.Feed.Clock).Subscribe(t => delayed.Add((t.Price, feed.Now.TotalMilliseconds)));
        feed.Feed.Trades.Sample(TimeSpan.FromMilliseconds(10), feed.Feed.Clock).Subscribe(t => sampled.Add(t.Price));
        feed.Feed.Trades.TimeInterval(feed.Feed.Clock).Subscribe(t => spaced.Add(t.Interval));

        feed.Trade(0, 1);
        feed.Trade(3, 2);
        feed.Trade(12, 3);
        feed.Ping(100);

        Assert.Multiple(() =>
        {
            Assert.That(delayed, Is.EqualTo(new[] { (1m, 5.0), (2m, 8.0), (3m, 17.0) }));
            Assert.That(sampled, Is.EqualTo([2m, 3m]));
            Assert.That(spaced, Is.EqualTo(new[] { 0 * Ms, 3 * Ms, 9 * Ms }));
        });
    }

    [Test]
    public void Time_ends_with_the_source_and_what_is_still_scheduled_is_dropped()
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
    public void RunOnAfterEnd_lets_time_run_on_so_far()
    {
        var feed = new FeedHarness(new NexusFeedOptions { RunOnAfterEnd = TimeSpan.FromMilliseconds(10) });
        var seen = new List<string>();
        feed.Feed.Trades.Delay(TimeSpan.FromMilliseconds(10), feed.Feed.Clock).Subscribe(_ => seen.Add("next"), () => seen.Add("done"));
        feed.Trade(0);
        feed.Feed.Clock.Schedule(TimeSpan.FromMilliseconds(11), () => seen.Add("too late"));

        feed.Source.OnCompleted();

        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.EqualTo(["next", "done"]));
            Assert.That(feed.Now.TotalMilliseconds, Is.EqualTo(10));
        });
    }

    [Test]
    public void Cancelled_work_neither_runs_nor_piles_up()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var seen = 0;
        var throttled = 0;
        feed.Feed.Clock.Schedule(Ms, () => seen++).Dispose();
        feed.Feed.Trades.Throttle(TimeSpan.FromHours(12), feed.Feed.Clock).Subscribe(_ => throttled++);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 200_000; i++)
            feed.Trade(1);

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Multiple(() =>
        {
            Assert.That((seen, throttled), Is.EqualTo((0, 0)));
            Assert.That(grown, Is.LessThan(1_000_000), "200,000 cancelled timers would hold some 20 MB");
        });
    }

    [Test]
    public void Work_scheduled_from_other_threads_runs_in_turns_and_none_is_lost()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var inside = 0;
        var overlaps = 0;
        var ran = 0;
        void Work()
        {
            if (Interlocked.Increment(ref inside) != 1)
                overlaps++;
            ran++;
            Interlocked.Decrement(ref inside);
        }

        const int each = 5_000;
        var scheduling = Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
            {
                if (thread % 2 == 0)
                    feed.Feed.Clock.Schedule(Work);
                else
                    feed.Feed.Clock.Schedule(TimeSpan.FromMilliseconds(i), Work);
            }
        })).ToArray();
        for (var i = 0; i < each; i++)
            feed.Ping(i);
        Assert.That(Task.WaitAll(scheduling, TimeSpan.FromSeconds(60)));
        feed.Ping(3 * each);

        Assert.That((ran, overlaps), Is.EqualTo((4 * each, 0)));
    }

    [Test]
    public void Disposing_work_while_it_runs_disposes_what_it_started()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var disposed = false;
        var outer = feed.Feed.Clock.Schedule(0, (_, _) => Disposable.Create(() => disposed = true));

        outer.Dispose();

        Assert.That(disposed);
    }

    [Test]
    public void Recursive_work_in_place_does_not_grow_the_stack()
    {
        var feed = new FeedHarness();
        var count = 0;
        feed.Feed.Clock.Schedule(again =>
        {
            if (++count < 100_000)
                again();
        });

        Assert.That(count, Is.EqualTo(100_000));
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
    public void Null_actions_and_negative_periods_are_refused()
    {
        var clock = new FeedHarness().Feed.Clock;
        Assert.Multiple(() =>
        {
            Assert.That(() => clock.Schedule(0, null!), Throws.ArgumentNullException);
            Assert.That(() => clock.Schedule(0, Ms, null!), Throws.ArgumentNullException);
            Assert.That(() => clock.Schedule(0, T0, null!), Throws.ArgumentNullException);
            Assert.That(() => ((ISchedulerPeriodic)clock).SchedulePeriodic(0, -Ms, x => x), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }
}
