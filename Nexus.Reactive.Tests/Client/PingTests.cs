using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>Pings, round trips and the watch for silence, in virtual time.</summary>
public sealed class PingTests
{
    private const string Sent = """{"event":"PING"}""";

    [Test]
    public async Task A_ping_is_sent_at_once_and_then_at_each_interval()
    {
        await using var it = Connected();

        Assert.That(it.Last.Sent, Is.EqualTo(new[] { Sent }));
        it.Advance(4.999);
        Assert.That(it.Last.Sent, Has.Count.EqualTo(1));
        it.Advance(0.001);
        it.Advance(5);
        Assert.That(it.Last.Sent, Is.EqualTo(new[] { Sent, Sent, Sent }));
    }

    [Test]
    public async Task A_round_trip_runs_from_the_ping_to_its_answer()
    {
        await using var it = Connected();

        it.Advance(0.02);
        it.Last.Bring(Ping());
        it.Advance(5);
        it.Last.Bring(Ping());

        Assert.That(it.RoundTrips.Select(t => t.TotalMilliseconds), Is.EqualTo(new[] { 20d, 20 }));
    }

    [Test]
    public async Task A_lost_answer_does_not_affect_later_round_trips([Values] bool isFirst, [Values(-3600, -0.6, 0, 0.6, 3600)] double exchangeIsAhead)
    {
        await using var it = Connected(o => o with { PingInterval = TimeSpan.FromSeconds(1) });
        var lags = new List<double>();
        it.Client.Lag.Subscribe(lag => lags.Add(lag.Lag.TotalMilliseconds));

        for (var ping = 0; ping < 30; ping++)
        {
            it.Advance(0.006);
            var stamp = it.Scheduler.Now.AddSeconds(exchangeIsAhead).ToUnixTimeMilliseconds();
            it.Advance(0.004);
            if (ping != (isFirst ? 0 : 7) && ping is < 15 or > 17)
                it.Last.Bring(Ping(stamp));
            it.Advance(0.99);
        }

        Assert.That(it.RoundTrips.Select(t => t.TotalMilliseconds), Is.All.EqualTo(10d).And.Exactly(26).Items);
        Assert.That(lags, Is.All.InRange(0, 10));
    }

    [Test]
    public async Task Answers_slower_than_the_interval_are_matched_to_their_pings()
    {
        await using var it = Connected();
        void Answer(double seconds) => it.Last.Bring(Ping(Start.AddSeconds(seconds).ToUnixTimeMilliseconds()));

        it.Advance(0.02);
        Answer(0.01);
        it.Advance(11.98);
        Answer(5.01);
        it.Advance(5);
        Answer(10.01);

        Assert.That(it.RoundTrips.Select(t => t.TotalSeconds), Is.EqualTo(new[] { 0.02, 7, 7 }));
    }

    [Test]
    public async Task Unrequested_pings_do_not_change_round_trips()
    {
        await using var it = Connected();

        for (var second = 0; second < 120; second++)
        {
            it.Advance(0.02);
            var now = it.Scheduler.Now.AddMilliseconds(-10).ToUnixTimeMilliseconds();
            it.Last.Bring(Ping(now));
            it.Advance(0.98);
        }

        Assert.That(it.RoundTrips.Select(t => t.TotalMilliseconds), Is.All.EqualTo(20d).And.Exactly(24).Items);
    }

    [Test]
    public async Task An_unrequested_ping_is_no_round_trip_and_is_answered_only_by_option([Values] bool answers)
    {
        await using var it = Connected(o => o with { PingInterval = Timeout.InfiniteTimeSpan, AnswerServerPings = answers });

        it.Last.Bring(Ping(), """{"event":"TRADE","symbol":"PING_PING_PING"}""");

        Assert.That(it.RoundTrips, Is.Empty);
        Assert.That(it.Last.Sent, Is.EqualTo(answers ? new[] { """{"event":"PONG"}""" } : []));
    }

    [Test]
    public async Task Silence_is_stale_and_twice_as_long_a_silence_ends_the_connection()
    {
        await using var it = Connected();

        it.Last.Bring("a");
        it.Advance(15);
        Assert.That(it.Statuses[^1], Is.EqualTo(new ConnectionStatus.Stale()));
        it.Advance(14.999);
        Assert.That(it.Last.IsDisposed, Is.False);
        it.Advance(0.001);

        Assert.That(it.Statuses[^1], Is.EqualTo(new ConnectionStatus.Reconnecting(1, "no message received for 30 s", TimeSpan.FromSeconds(0.5))));
        Assert.That((it.Last.IsDisposed, it.Raw[^1]), Is.EqualTo((true, Gap("no message received for 30 s"))));
    }

    [Test]
    public async Task A_message_ends_staleness_and_restarts_the_watchdog()
    {
        await using var it = Connected();

        it.Advance(20);
        it.Last.Bring("a");
        Assert.That(it.Statuses[^2..], Is.EqualTo(new ConnectionStatus[] { new ConnectionStatus.Stale(), new ConnectionStatus.Connected() }));
        it.Advance(14.9);
        Assert.That(it.Statuses[^1], Is.EqualTo(new ConnectionStatus.Connected()));
        it.Advance(0.1);
        Assert.That(it.Statuses[^1], Is.EqualTo(new ConnectionStatus.Stale()));
    }

    [Test]
    public async Task A_slow_subscriber_makes_the_connection_stale_but_does_not_end_it()
    {
        await using var it = Connected();
        it.Client.RawMessages.Subscribe(text =>
        {
            if (text == "slow")
                it.Advance(100);
        });

        it.Last.Bring("slow");
        it.Advance(14);
        it.Last.Bring("next");

        Assert.That(it.Statuses[^2..], Is.EqualTo(new ConnectionStatus[] { new ConnectionStatus.Stale(), new ConnectionStatus.Connected() }));
        Assert.That((it.Raw, it.Connections.Count), Is.EqualTo((new List<string> { "slow", "next" }, 1)));
    }

    [Test]
    public async Task Received_messages_that_wait_for_slow_subscribers_do_not_count_as_silence()
    {
        await using var it = Connected();

        it.Last.BringAmongOthers("a");
        it.Advance(100);
        Assert.That((it.Statuses[^1], it.Last.IsDisposed), Is.EqualTo(((ConnectionStatus)new ConnectionStatus.Stale(), false)));
        it.Last.Bring("b");
        it.Advance(14.999);
        Assert.That(it.Statuses[^1], Is.EqualTo(new ConnectionStatus.Connected()));
        it.Advance(0.001);
        Assert.That(it.Statuses[^1], Is.EqualTo(new ConnectionStatus.Stale()), "silent since the last one was delivered");
        it.Advance(15);
        Assert.That(it.Last.IsDisposed, Is.True);
    }

    [Test]
    public async Task Lag_is_a_messages_age_corrected_by_the_clock_offset()
    {
        await using var it = Connected();
        var lags = new List<FeedLag>();
        it.Client.Lag.Subscribe(lags.Add);
        long Exchange() => it.Scheduler.Now.ToUnixTimeMilliseconds() - 5000;
        string Trade(long ms) => $$$"""{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":{{{ms}}},"data":{"price":1,"quantity":1,"side":"BUY"}}""";

        it.Last.Bring(Trade(Exchange()));
        Assert.That(lags, Is.Empty, "no ping was answered yet");
        it.Advance(0.01);
        var answered = Exchange();
        it.Advance(0.01);
        it.Last.Bring(Ping(answered));
        var sent = Exchange();
        it.Advance(0.25);
        it.Last.Bring(Trade(sent), "no time in this");

        Assert.That(lags.Select(lag => (lag.Lag.TotalMilliseconds, lag.ClockOffset.TotalSeconds)), Is.EqualTo(new[] { (10d, 5d), (250d, 5d) }));
    }

    [Test]
    public async Task The_offset_is_taken_from_the_quickest_round_trip()
    {
        await using var it = Connected();
        var offsets = new List<double>();
        it.Client.Lag.Subscribe(lag => offsets.Add(lag.ClockOffset.TotalMilliseconds));

        foreach (var trip in new[] { 0.5, 0.1, 2 })
        {
            var stamp = it.Scheduler.Now.ToUnixTimeMilliseconds();
            it.Advance(trip);
            it.Last.Bring(Ping(stamp));
            it.Advance(5 - trip);
        }

        Assert.That(offsets, Is.EqualTo(new[] { 250d, 50, 50 }));
    }

    [Test]
    public async Task A_day_with_a_cut_each_hour_keeps_its_pings_its_clock_and_its_gaps()
    {
        await using var it = Connected(o => o with { StableAfter = TimeSpan.FromMinutes(1) });
        var ticks = 0;
        using var timer = System.Reactive.Linq.Observable.Interval(TimeSpan.FromMinutes(1), it.Client.Feed.Clock).Subscribe(_ => ticks++);

        var answered = 0;
        for (var second = 0; second < 86_400; second++)
        {
            if (second % 3600 == 3599)
            {
                it.Last.Break("hourly");
                answered = 0;
            }

            it.Advance(1);
            if (it.Last is { IsDialled: true } && it.Statuses[^1] is ConnectionStatus.Reconnecting)
                it.Last.Accept();
            for (; answered < it.Last.Sent.Count; answered++)
                it.Last.Bring(Ping(it.Scheduler.Now.ToUnixTimeMilliseconds()));
        }

        Assert.That(it.Raw.Count(text => text == Gap("hourly")), Is.EqualTo(24));
        Assert.That(it.Statuses.OfType<ConnectionStatus.Stale>(), Is.Empty);
        Assert.That(it.Statuses.OfType<ConnectionStatus.Reconnecting>().Select(s => s.Attempt), Is.All.EqualTo(1));
        Assert.That(it.Connections.Sum(c => c.Sent.Count), Is.InRange(17_000, 17_400));
        Assert.That(ticks, Is.EqualTo(1439).Within(1));
    }

    [Test]
    public async Task Lag_includes_the_time_that_a_message_waits_for_earlier_subscribers()
    {
        await using var it = Connected();
        it.Last.Bring(Ping(it.Scheduler.Now.ToUnixTimeMilliseconds()));
        var isFirst = true;
        it.Client.Feed.Subscribe(message =>
        {
            if (message is not Trade || !isFirst)
                return;
            isFirst = false;
            it.Last.Bring(TradeAt(it.Scheduler.Now));
            it.Scheduler.Sleep(TimeSpan.FromSeconds(2).Ticks);
        });
        var lags = new List<double>();
        it.Client.Lag.Subscribe(lag => lags.Add(lag.Lag.TotalSeconds));

        it.Last.Bring(TradeAt(it.Scheduler.Now));

        Assert.That(lags, Is.EqualTo([2.0, 2]));

        static string TradeAt(DateTimeOffset time) => $$$"""{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":{{{time.ToUnixTimeMilliseconds()}}},"data":{"price":1,"quantity":1,"side":"BUY"}}""";
    }
}
