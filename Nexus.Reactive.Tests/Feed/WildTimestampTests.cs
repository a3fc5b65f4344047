using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Interleaving.Scenarios;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>
/// Timestamps too far away to be trusted on their own. A frame is half an hour, and more than an hour is too far. Below the messages are the clock at each
/// delivery and the clock faults. <c>w</c>, <c>v</c> and <c>x</c> have times a year later, half an hour apart; <c>e</c> has the Unix epoch; <c>h</c> has
/// the third frame's time.
/// </summary>
public sealed class WildTimestampTests
{
    private const double Hour = 3_600_000;

    [TestCase("p-p-ppp",
              "0-2-456",
              "-------", TestName = "A_jump_of_exactly_MaxClockJump_is_followed_immediately")]
    [TestCase("ppwpwpp",
              "0113356",
              "--x-x--", TestName = "A_single_wild_timestamp_is_ignored_and_reported_and_its_message_delivered_at_Now")]
    [TestCase("p---ppp",
              "0---056",
              "----x--", TestName = "Two_timestamps_that_agree_make_the_clock_jump")]
    [TestCase("p---p---pp",
              "0---0---09",
              "----x---x-", TestName = "A_second_wild_timestamp_that_does_not_agree_is_also_ignored")]
    [TestCase("wpppp",
              ">>234",
              "-x---", TestName = "If_the_first_timestamp_is_wild_the_clock_goes_back_when_the_next_two_agree")]
    [TestCase("wvpppp",
              ">>>>>>",
              "--xxxx", TestName = "After_the_first_timestamp_is_confirmed_earlier_timestamps_are_ignored_and_reported")]
    [TestCase("eppp",
              "<<23",
              "-x--", TestName = "A_first_timestamp_far_in_the_past_is_corrected_by_a_jump")]
    [TestCase("ppwxp",
              "011>>",
              "--x-x", TestName = "Two_timestamps_exactly_MaxClockJump_apart_agree")]
    [TestCase("ewvpp",
              "<<>>>",
              "-x-xx", TestName = "A_jump_confirms_the_time_that_it_leads_to")]
    [TestCase("hppp",
              "3333",
              "----", TestName = "A_second_timestamp_exactly_MaxClockJump_behind_the_first_confirms_it")]
    [TestCase("wepp",
              ">>>3",
              "-xx-", TestName = "Two_earlier_timestamps_that_do_not_agree_are_both_ignored")]
    [TestCase("wp-p",
              ">>-3",
              "-x--", TestName = "Two_earlier_timestamps_exactly_MaxClockJump_apart_agree")]
    [TestCase("wppee",
              ">>222",
              "-x-xx", TestName = "After_a_restart_two_timestamps_are_not_enough_for_another_restart")]
    [TestCase("wvpppppppppp",
              ">>>>>>>>>>>>",
              "--xxxxxxxxx-", TestName = "Ten_earlier_timestamps_that_agree_make_a_confirmed_clock_go_back")]
    [TestCase("wvpppppvppppp",
              ">>>>>>>>>>>>>",
              "--xxxxx-xxxxx", TestName = "A_timestamp_that_agrees_with_the_clock_resets_the_count")]
    [TestCase("pg--ppp",
              "00--456",
              "-------", TestName = "After_a_gap_the_first_later_timestamp_is_followed_immediately")]
    [TestCase("pgwppp",
              "00>>45",
              "---x--", TestName = "The_clock_goes_back_when_two_timestamps_agree_behind_the_one_followed_after_a_gap")]
    [TestCase("pgpwppp",
              "0022456",
              "---x---", TestName = "A_gap_does_not_justify_a_jump_after_the_clock_has_moved_on")]
    public void Wild(string messages, string clock, string faults)
    {
        using var m = EachHalfHour();
        var feed = CreateFeed(m, messages);
        m.Expect(feed.ClockOf(feed, m)).ToBe(clock);
        m.Expect(feed.ClockFaults.Select(static _ => 'x')).ToBe(faults);
        m.Run();
    }

    [Test]
    public void A_fault_names_the_message_its_timestamp_and_the_time_at_which_it_was_delivered()
    {
        using var m = EachHalfHour();
        var wild = Make.Ping(m.Start.AddYears(1));
        m.Expect(CreateFeed(m, "ppwp").ClockFaults).ToBe("--x-", ('x', new ClockFault(wild, wild.Timestamp, m.GetTime(1))));
        m.Run();
    }

    [Test]
    public void At_a_jump_each_pending_timer_fires_once_at_the_new_time_and_periods_stay_aligned()
    {
        using var m = EachHalfHour();
        var feed = CreateFeed(m, "p---pppp");
        m.Expect(feed.ClockOf(feed, m)).ToBe(
            "0---0567");
        m.Expect(feed.After(1, 't', m)).ToBe(
            "-----t--");
        m.Expect(feed.After(9, 't', m)).ToBe(
            "--------");
        m.Expect(Observable.Interval(m.Frame * 2, feed.Clock).ClockOf(feed, m)).ToBe(
            "-----56-");
        m.Run();
    }

    [Test]
    public void When_the_clock_goes_back_timers_keep_their_distance()
    {
        using var m = EachHalfHour();
        var feed = CreateFeed(m, "wppppp");
        m.Expect(feed.ClockOf(feed, m)).ToBe(
            ">>2345");
        m.Expect(feed.After(2, 't', m)).ToBe(
            "----t-");
        m.Run();
    }

    [Test]
    public void At_a_jump_timers_fire_before_the_message_is_delivered()
    {
        using var m = EachHalfHour();
        var feed = CreateFeed(m, "p---pp");
        m.Expect(feed.Pings.Select(static _ => 'p').Merge(feed.After(1, 't', m))).ToBe(
            "p---p(tp)");
        m.Run();
    }

    [Test]
    public void When_the_clock_goes_back_absolute_work_stays_absolute()
    {
        using var m = EachHalfHour();
        var feed = CreateFeed(m, "wppppp");
        m.Expect(Observable.Timer(m.Start.AddYears(1) + m.Frame, feed.Clock)).ToBe(
            "------");
        m.Run();
    }

    [Test]
    public void When_the_clock_goes_back_work_that_was_due_already_runs()
    {
        var clock = new EventTimeScheduler(new NoTurns(), static _ => { });
        clock.Start(FeedHarness.At(1000 * Hour).UtcTicks);
        var ran = 0;
        clock.Schedule(() => ran++);

        clock.RestartAt(FeedHarness.T0.UtcTicks);

        Assert.That(ran, Is.EqualTo(1));
    }

    [Test]
    public void When_the_clock_goes_back_stopwatches_start_again()
    {
        var feed = new FeedHarness();
        feed.Ping(1000 * Hour);
        var stopwatch = feed.Feed.Clock.StartStopwatch();

        feed.Ping(0);
        feed.Ping(10);
        Assert.That(stopwatch.Elapsed, Is.EqualTo(TimeSpan.Zero));
        feed.Ping(2000);
        Assert.That(stopwatch.Elapsed.TotalMilliseconds, Is.EqualTo(1990));
    }

    [Test]
    public void MaxClockJump_may_be_so_large_that_every_timestamp_is_followed()
    {
        var feed = new FeedHarness(new NexusFeedOptions { MaxClockJump = TimeSpan.MaxValue });
        feed.Ping(0);
        feed.Source.OnNext(new Ping(DateTimeOffset.MaxValue));

        Assert.That(feed.Feed.Clock.Now, Is.EqualTo(DateTimeOffset.MaxValue));
    }

    [Test]
    public void A_burst_of_old_order_events_does_not_restart_the_clock_but_a_hundred_without_other_messages_do()
    {
        var feed = new FeedHarness();
        feed.Ping(100 * Hour);
        feed.Ping(100 * Hour);
        for (var i = 1; i < 100; i++)
            feed.Source.OnNext(FeedHarness.UpdateAt(i));
        Assert.That((feed.Now.TotalHours, feed.ClockFaults.Count), Is.EqualTo((100.0, 99)));

        feed.Source.OnNext(FeedHarness.UpdateAt(100));

        Assert.That((feed.Now.TotalMilliseconds, feed.ClockFaults.Count), Is.EqualTo((100.0, 99)));
    }

    [Test]
    public void Old_order_events_at_the_start_delay_no_market_message()
    {
        var feed = new FeedHarness();
        feed.Source.OnNext(FeedHarness.UpdateAt(1));
        feed.Source.OnNext(FeedHarness.UpdateAt(2));

        feed.Trade(100 * Hour);

        Assert.That((feed.Now.TotalHours, feed.ClockFaults.Count), Is.EqualTo((100.0, 0)));

        // It may be wrong: the next two that agree far behind it decide.
        feed.Ping(Hour);
        feed.Ping(Hour + 1);
        Assert.That(feed.Now.TotalMilliseconds, Is.EqualTo(Hour + 1));
    }

    [Test]
    public void A_clock_frozen_by_two_messages_a_month_ahead_loses_only_nine_trades_and_their_bars()
    {
        const int trades = 7200;
        var feed = new FeedHarness();
        var bars = new List<VwapBar>();
        feed.Feed.VwapTumbling(TimeSpan.FromMinutes(1)).Subscribe(bars.Add);
        feed.Ping(0);
        feed.Ping(30 * 24 * Hour);
        feed.Ping((30 * 24 * Hour) + 1);

        for (var i = 0; i < trades; i++)
            feed.Trade(i * 1000);

        var good = bars.Where(static bar => bar.Start < FeedHarness.At(2 * Hour)).ToList();
        Assert.That(feed.ClockFaults, Has.Count.EqualTo(1 + 9));
        Assert.That(good, Has.Count.InRange(118, 121));
        Assert.That(good.Sum(static bar => bar.TradeCount), Is.InRange(trades - 9 - 60, trades - 9));
    }

    [Test]
    public void A_stream_that_changes_its_time_unit_continues_in_the_new_one()
    {
        var feed = new FeedHarness();
        var bars = new List<VwapBar>();
        feed.Feed.VwapTumbling(TimeSpan.FromMilliseconds(100)).Subscribe(bars.Add);
        feed.Trade(0);
        feed.Trade(1);

        for (var i = 0; i < 1000; i++)
            feed.Source.OnNext(FeedHarness.TradeAt(0) with { Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(1_723_161_255 + i) });

        Assert.That(feed.ClockFaults, Has.Count.EqualTo(9));
        Assert.That(bars.Count(static bar => bar.Start.Year == 1970 && bar.TradeCount == 100), Is.GreaterThan(7));
    }

    private static Marbles EachHalfHour() => new(TimeSpan.FromMinutes(30));

    private static NexusFeed CreateFeed(Marbles m, string messages) => m.FeedWithoutPings(
        messages,
        ('p', Make.Ping()),
        ('w', Make.Ping(m.Start.AddYears(1))),
        ('v', Make.Ping(m.Start.AddYears(1) + m.Frame)),
        ('x', Make.Ping(m.Start.AddYears(1) + m.Frame * 2)),
        ('h', Make.Ping(m.GetTime(3))),
        ('e', Make.Ping(DateTimeOffset.UnixEpoch)),
        ('g', Make.Gap()));
}
