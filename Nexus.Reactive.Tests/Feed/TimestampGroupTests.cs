using System.Reactive.Linq;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>Several sources whose times are far from each other: whatever the order of their messages, the clock is never frozen.</summary>
public sealed class TimestampGroupTests
{
    private const double Minute = 60_000;
    private const double Hour = 60 * Minute;
    private const double Month = 30 * 24 * Hour;

    // Nine of each group of the three, and the message that completes the ten of one.
    private const int MaxFrozen = 3 * 9 + 1;

    [Test]
    public void A_symbol_that_is_two_hours_late_does_not_keep_the_clock_frozen()
    {
        var feed = new FeedHarness();
        var bars = new List<VwapBar>();
        feed.Feed.VwapTumbling(TimeSpan.FromHours(1)).Where(static bar => bar.Symbol == FeedHarness.Btc && bar.Start.Month == 8).Subscribe(bars.Add);
        feed.Trade(0);
        feed.Trade(Month);
        feed.Trade(Month);

        for (var i = 0; i < 24 * 3600; i++)
        {
            if (i % 9 == 8)
                feed.Source.OnNext(FeedHarness.TradeAt((i * 1000) - (2 * Hour)) with { Symbol = Symbol.Parse("SPOT_ETH_USDT") });
            else
                feed.Trade(i * 1000);
        }

        Assert.That(feed.Now.TotalSeconds, Is.EqualTo((24 * 3600) - 1).Within(1));
        Assert.That(bars.Count(static bar => bar.TradeCount == 3200), Is.EqualTo(23));
    }

    [Test]
    public void The_clock_follows_a_market_with_less_than_one_trade_an_hour()
    {
        const int Trades = 1000;
        var feed = new FeedHarness();
        var bars = new List<VwapBar>();
        feed.Feed.VwapTumbling(TimeSpan.FromMinutes(1)).Where(static bar => bar.TradeCount > 0).Subscribe(bars.Add);

        for (var i = 0; i < Trades; i++)
            feed.Trade(61 * Minute * i);

        Assert.That(feed.Now.TotalMinutes, Is.EqualTo(61 * (Trades - 2)), "the last one is not confirmed");
        Assert.That(feed.ClockFaults, Has.Count.EqualTo(Trades - 1));
        Assert.That(bars.Skip(5).Select(static bar => bar.TradeCount), Has.All.EqualTo(1));
        Assert.That(bars, Has.Count.InRange(Trades - 5, Trades));
    }

    [Test]
    public void A_single_implausible_timestamp_in_a_sparse_market_is_not_followed()
    {
        var feed = new FeedHarness();
        for (var i = 0; i < 20; i++)
        {
            feed.Trade(i == 10 ? 100 * Month : 61 * Minute * i);
            Assert.That(feed.Now.TotalMinutes, Is.LessThanOrEqualTo(61 * i));
        }

        Assert.That(feed.Now.TotalMinutes, Is.EqualTo(61 * 18));
    }

    [Test]
    public void A_frozen_clock_recovers_in_a_market_with_less_than_one_trade_per_hour()
    {
        var feed = new FeedHarness();
        feed.Trade(Month);
        feed.Trade(Month);
        for (var i = 0; i < 9; i++)
            feed.Trade(61 * Minute * i);
        Assert.That(feed.Now.TotalMilliseconds, Is.EqualTo(Month));

        for (var i = 9; i < 12; i++)
        {
            feed.Trade(61 * Minute * i);
            Assert.That(feed.Now.TotalMinutes, Is.EqualTo(61 * (i - 1)));
        }
    }

    [Test]
    public void Pairs_of_increasing_future_timestamps_do_not_block_the_clock()
    {
        var feed = new FeedHarness();
        feed.Trade(Month);
        feed.Trade(Month);
        for (var i = 0; i < 9; i++)
            feed.Trade(i);
        feed.Trade(2 * Month);
        feed.Trade(2 * Month);
        Assert.That(feed.Now.TotalMilliseconds, Is.EqualTo(2 * Month));

        feed.Trade(9);

        Assert.That(feed.Now.TotalMilliseconds, Is.EqualTo(9));
    }

    [Test]
    public void Old_order_events_of_several_times_do_not_restart_the_clock()
    {
        var feed = new FeedHarness();
        feed.Ping(Month);
        feed.Ping(Month);
        for (var i = 0; i < 99; i++)
            feed.Source.OnNext(FeedHarness.UpdateAt(i * 2 * Hour));
        Assert.That(feed.Now.TotalMilliseconds, Is.EqualTo(Month));
    }

    [Test]
    public void As_many_sources_as_there_are_groups_do_not_keep_the_clock_frozen()
    {
        var feed = new FeedHarness();
        feed.Ping(Month);
        feed.Ping(Month);
        for (var i = 0; i < 10 * TimestampGroups.Capacity; i++)
            feed.Ping((-2 * Hour * (i % TimestampGroups.Capacity)) + i);
        Assert.That(feed.Now.TotalHours, Is.LessThan(1));
    }

    [Test]
    public void A_source_far_ahead_and_one_far_behind_that_alternate_do_not_keep_the_clock_frozen()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        feed.Ping(0);
        feed.Ping(Month);
        feed.Ping(-Month);
        feed.Ping(Month + 1);
        Assert.That(feed.Now.TotalMilliseconds, Is.EqualTo(Month + 1));
    }

    [Test]
    public void Random_orders_of_the_messages_of_two_or_three_groups_of_sources_never_freeze_the_clock()
    {
        for (var seed = 1; seed <= 200; seed++)
            RunInRandomOrder(seed);
    }

    private static void RunInRandomOrder(int seed)
    {
        var random = new Random(seed);

        // The current group is most frequent. It begins where the clock is, far behind it, or far ahead of it.
        double[] offsets = [0, -(2 + (random.NextDouble() * 100)) * Hour, (2 + (random.NextDouble() * 100)) * Hour];
        random.Shuffle(offsets);
        var groups = 2 + (seed % 2);
        var feed = new FeedHarness();
        feed.Ping(0);
        feed.Ping(0);
        var time = 0.0;
        for (var (i, frozen) = (0, 0); i < 2000; i++)
        {
            time += random.Next(2000);
            feed.Ping(offsets[random.Next(groups)] + time);
            var isCurrent = offsets.AsSpan(0, groups).ToArray().Any(offset => Math.Abs(feed.Now.TotalMilliseconds - offset - time) <= Hour);
            frozen = isCurrent ? 0 : frozen + 1;
            Assert.That(frozen, Is.LessThan(MaxFrozen), $"messages without a source near the clock, seed {seed}");
        }

        // When the others fall silent, the clock goes to the one that remains.
        for (var i = 0; i < 10; i++)
            feed.Ping(offsets[0] + time + i);
        Assert.That(feed.Now.TotalMilliseconds, Is.EqualTo(offsets[0] + time + 9).Within(Hour), $"seed {seed}");
    }
}
