using System.Reactive.Concurrency;
using System.Reactive.Linq;
using static Nexus.Reactive.Tests.Feed.FeedHarness;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>Timestamps too far off to be believed on their own.</summary>
public sealed class WildTimestampTests
{
    private const double Hour = 3_600_000;

    [Test]
    public void A_single_wild_one_is_held_reported_and_its_message_delivered_at_Now()
    {
        var feed = new FeedHarness();
        var seen = new List<(double Stamp, double Now)>();
        feed.Feed.Trades.Subscribe(t => seen.Add(((t.Timestamp - T0).TotalMilliseconds, feed.Now.TotalMilliseconds)));

        feed.Trade(0);
        feed.Trade(Hour + 1);
        feed.Trade(10);
        feed.Trade(9 * Hour);
        feed.Trade(20);

        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.EqualTo(new[] { (0, 0), (Hour + 1, 0), (10, 10), (9 * Hour, 10), (20.0, 20.0) }));
            Assert.That(feed.ClockFaults, Is.EqualTo(new[] { new ClockFault(TradeAt(Hour + 1), At(Hour + 1), At(0)), new(TradeAt(9 * Hour), At(9 * Hour), At(10)) }));
        });
    }

    [Test]
    public void Exactly_the_greatest_jump_is_followed_at_once()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        feed.Ping(Hour);

        Assert.That((feed.Now.TotalMilliseconds, feed.ClockFaults.Count), Is.EqualTo((Hour, 0)));
    }

    [Test]
    public void Two_that_agree_make_the_clock_jump_and_each_pending_timer_fires_once_at_the_new_time()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var seen = new List<string>();
        feed.Feed.Clock.Schedule(TimeSpan.FromSeconds(1), () => seen.Add($"timer {feed.Now.TotalHours}"));
        feed.Feed.Clock.Schedule(TimeSpan.FromHours(30), () => seen.Add("far timer"));
        Observable.Interval(TimeSpan.FromHours(1.5), feed.Feed.Clock).Subscribe(i => seen.Add($"tick {i} {feed.Now.TotalHours}"));

        feed.Ping(10 * Hour);
        Assert.That(seen, Is.Empty);
        feed.Ping(9.5 * Hour);
        Assert.That(seen, Is.EqualTo(["timer 10", "tick 0 10"]));
        feed.Ping(10.6 * Hour);

        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.EqualTo(["timer 10", "tick 0 10", "tick 1 10.5"]), "periods stay on their grid");
            Assert.That(feed.ClockFaults, Has.Count.EqualTo(1));
            Assert.That(feed.Now.TotalHours, Is.EqualTo(10.6));
        });
    }

    [Test]
    public void A_second_wild_one_that_does_not_agree_is_held_in_its_turn()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        feed.Ping(10 * Hour);
        feed.Ping(20 * Hour);
        Assert.That((feed.Now.TotalHours, feed.ClockFaults.Count), Is.EqualTo((0.0, 2)));

        feed.Ping(20.5 * Hour);

        Assert.That(feed.Now.TotalHours, Is.EqualTo(20.5));
    }

    [Test]
    public void If_the_first_of_all_was_the_wild_one_the_clock_goes_back_once_the_next_two_agree()
    {
        var feed = new FeedHarness();
        var seen = new List<string>();
        feed.Ping(1000 * Hour);
        feed.Feed.Clock.Schedule(TimeSpan.FromSeconds(1), () => seen.Add($"relative {feed.Now.TotalMilliseconds}"));
        var stopwatch = feed.Feed.Clock.StartStopwatch();

        feed.Ping(0);
        Assert.That(feed.Now.TotalHours, Is.EqualTo(1000.0));
        feed.Ping(10);
        Assert.That((feed.Now.TotalMilliseconds, stopwatch.Elapsed), Is.EqualTo((10.0, TimeSpan.Zero)));
        feed.Ping(2000);

        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.EqualTo(["relative 1010"]));
            Assert.That(feed.ClockFaults.Select(f => f.Message), Is.EqualTo(new[] { PingAt(0) }));
            Assert.That(stopwatch.Elapsed.TotalMilliseconds, Is.EqualTo(1990));
        });
    }

    [Test]
    public void Once_the_first_was_borne_out_the_clock_never_goes_back()
    {
        var feed = new FeedHarness();
        feed.Ping(10 * Hour);
        feed.Ping(10 * Hour + 5);
        feed.Ping(0);
        feed.Ping(1);
        feed.Ping(2);

        Assert.That((feed.Now.TotalMilliseconds, feed.ClockFaults.Count), Is.EqualTo((10 * Hour + 5, 0)));
    }

    [Test]
    public void A_first_timestamp_far_in_the_past_is_left_by_a_jump()
    {
        var feed = new FeedHarness();
        feed.Source.OnNext(new Ping(DateTimeOffset.UnixEpoch));
        feed.Ping(0);
        feed.Ping(1);

        Assert.That(feed.Now.TotalMilliseconds, Is.EqualTo(1.0));
    }

    [Test]
    public void MaxClockJump_may_be_so_wide_that_everything_is_followed()
    {
        var feed = new FeedHarness(new NexusFeedOptions { MaxClockJump = TimeSpan.MaxValue });
        feed.Ping(0);
        feed.Source.OnNext(new Ping(DateTimeOffset.MaxValue));

        Assert.That(feed.Feed.Clock.Now, Is.EqualTo(DateTimeOffset.MaxValue));
    }
}
