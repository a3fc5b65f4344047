using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

public sealed class MarbleFeedTests
{
    private const string RawTrade = """{"event":"TRADE","symbol":"SPOT_BTC_USDT","data":{"price":99,"quantity":1,"side":"BUY"}}""";

    private static readonly TimeSpan Five = TimeSpan.FromMilliseconds(5);

    [Test]
    public void Messages_come_by_kind_with_their_frames_time()
    {
        using var m = new Marbles();
        var feed = m.Feed("-b-t-|", ('b', Make.Book("100x9 | 101x1")), ('t', Make.Trade("99x1 buy")));
        m.Expect(feed.Books).ToBe("-b---|", ('b', Make.Book("100x9 | 101x1", timestamp: m.GetTime(1))));
        m.Expect(feed.Trades.Select(static trade => trade.Timestamp)).ToBe("---t-|", ('t', m.GetTime(3)));
        m.Run();
    }

    [Test]
    public void The_clock_ticks_every_frame_by_pings()
    {
        using var m = new Marbles();
        var feed = m.Feed("----");
        m.Expect(feed.Pings.Select(static ping => ping.Timestamp)).ToBe("0123", ('0', m.GetTime(0)), ('1', m.GetTime(1)), ('2', m.GetTime(2)), ('3', m.GetTime(3)));
        m.Expect(Observable.Timer(TimeSpan.FromMilliseconds(2), feed.Clock)).ToBe("--(t|)", ('t', 0));
        m.Run();
    }

    [Test]
    public void A_bar_shows_at_its_end_and_not_at_the_next_message()
    {
        using var m = new Marbles();
        var feed = m.Feed("-t-----------u-", ('t', Make.Trade("99x1 buy")), ('u', Make.Trade("98x1 buy")));
        m.Expect(feed.Trades.VwapTumbling(Five, feed.Clock).Select(static bar => bar.Vwap)).ToBe("-----v----0", ('v', 99), ('0', null));
        m.Run();
    }

    [Test]
    public void A_feed_without_pings_contains_only_the_messages_in_the_diagram()
    {
        using var m = new Marbles();
        var feed = m.FeedWithoutPings("--t----u-|", ('t', Make.Trade("99x1 buy")), ('u', Make.Trade("98x1 buy")));
        m.Expect(feed.Select(message => ((Trade)message).Timestamp)).ToBe("--t----u-|", ('t', m.GetTime(2)), ('u', m.GetTime(7)));
        m.Expect(Observable.Timer(TimeSpan.FromMilliseconds(1), feed.Clock).Select(_ => feed.Clock.Now)).ToBe("-------(n|)", ('n', m.GetTime(3)));
        m.Run();
    }

    [Test]
    public void A_feed_without_pings_accepts_feed_options_and_fails_the_run_on_an_exception()
    {
        using var m = new Marbles();
        var feed = m.FeedWithoutPings("t 9ms t", new NexusFeedOptions { MaxClockJump = TimeSpan.FromMilliseconds(5) }, ('t', Make.Trade("99x1 buy")));
        m.Expect(feed.ClockFaults.Select(static fault => fault.Timestamp)).ToBe("- 9ms x", ('x', m.GetTime(10)));
        using var strategy = feed.Trades.Subscribe(static _ => throw new TimeoutException("my strategy"));
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>().With.Message.StartsWith("TimeoutException: my strategy"));
    }

    [Test]
    public void Raw_messages_are_decoded_and_stamped()
    {
        using var m = new Marbles();
        var feed = m.Feed("-t-x-?-g|", ('t', RawTrade), ('x', "{broken"), ('?', """{"event":"NEWS"}"""), ('g', """{"event":"FEED_GAP","data":{"reason":"cut"}}"""));
        m.Expect(feed.Trades).ToBe("-t------|", ('t', Make.Trade("99x1 buy", timestamp: m.GetTime(1))));
        m.Expect(feed.Malformed.Select(static _ => 'x')).ToBe("---x----|");
        m.Expect(feed.Unknown.Select(static unknown => unknown.Event)).ToBe("-----?--|", ('?', "NEWS"));
        m.Expect(feed.Gaps.Select(static gap => gap.Since)).ToBe("-------g|", ('g', m.GetTime(7)));
        m.Run();
    }

    [Test]
    public void A_message_with_an_explicit_timestamp_keeps_it()
    {
        using var m = new Marbles();
        var late = Make.Trade("99x1 buy", timestamp: m.Start.AddMilliseconds(-7));
        var feed = m.Feed("-t|", ('t', late));
        m.Expect(feed.Trades).ToBe("-t|", ('t', late));
        m.Expect(feed.Trades.Select(_ => feed.Clock.Now)).ToBe("-n|", ('n', m.GetTime(1)));
        m.Run();
    }

    [Test]
    public void A_feed_can_fail()
    {
        using var m = new Marbles();
        m.Expect(m.Feed("-#").Trades).ToBe("-#");
        m.Run();
    }

    [Test]
    public void Frames_longer_than_MaxClockJump_cause_no_clock_faults()
    {
        using var m = new Marbles(TimeSpan.FromHours(2));
        var feed = m.Feed("-t-|", ('t', Make.Trade("99x1 buy")));
        m.Expect(feed.ClockFaults).ToBe("---|");
        m.Run();
    }

    [Test]
    public void A_strategy_that_throws_fails_the_run_and_other_strategies_continue()
    {
        using var m = new Marbles();
        var feed = m.Feed("-t-t|", ('t', Make.Trade("99x1 buy")));
        var seen = 0;
        using var strategy = feed.Trades.Subscribe(static _ => throw new TimeoutException("my strategy"));
        using var sibling = feed.Trades.Subscribe(_ => seen++);
        var fault = Assert.Throws<MarbleException>(() => m.Run());
        Assert.Multiple(() =>
        {
            Assert.That(fault!.Message, Does.StartWith("TimeoutException: my strategy\n   thrown at frame 1, 2024-01-01T00:00:00.001+00:00, as a result of Trades of Feed(\"-t-t|\"):"));
            Assert.That(fault.InnerException, Is.TypeOf<TimeoutException>());
            Assert.That(seen, Is.EqualTo(2));
        });
    }

    [Test]
    public void Faults_handled_by_the_UnobservedFault_option_do_not_fail_the_run()
    {
        using var m = new Marbles();
        var faults = new List<SubscriberFault>();
        var feed = m.Feed("-t|", new NexusFeedOptions { UnobservedFault = faults.Add }, ('t', Make.Trade("99x1 buy")));
        using var strategy = feed.Trades.Subscribe(static _ => throw new TimeoutException("my strategy"), static _ => { });
        m.Run();
        Assert.That(faults.Single().Exception, Is.TypeOf<TimeoutException>());
    }

    [Test]
    public void Faults_observed_by_the_test_do_not_fail_the_run()
    {
        using var m = new Marbles();
        var feed = m.Feed("-t-t|", ('t', Make.Trade("99x1 buy")));
        using var strategy = feed.Trades.Subscribe(static _ => throw new TimeoutException("my strategy"), static _ => { });
        m.Expect(feed.SubscriberFaults.Select(static fault => fault.Exception.Message)).ToBe("-f--|", ('f', "my strategy"));
        m.Run();
    }
}
