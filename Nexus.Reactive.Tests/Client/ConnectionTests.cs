using System.Net;
using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>Start, stop, dispose, and what a lost connection leads to, in virtual time.</summary>
public sealed class ConnectionTests
{
    [Test]
    public async Task Start_completes_at_the_first_open_connection()
    {
        await using var it = new ClientHarness();

        var start = it.Client.StartAsync();
        Assert.That((it.Last.IsDialled, start.IsCompleted), Is.EqualTo((true, false)));
        it.Last.Accept();

        await start;
        Assert.That(it.Statuses, Is.EqualTo(new ConnectionStatus[] { new ConnectionStatus.Closed(), new ConnectionStatus.Connecting(), new ConnectionStatus.Connected() }));
    }

    [Test]
    public async Task Start_goes_on_trying_with_waits_that_double_up_to_the_cap()
    {
        await using var it = new ClientHarness(o => o with { ReconnectDelay = TimeSpan.FromSeconds(1), MaxReconnectDelay = TimeSpan.FromSeconds(5) });

        var start = it.Client.StartAsync();
        foreach (var wait in new[] { 1, 2, 4, 5, 5 })
        {
            var before = it.Connections.Count;
            it.Last.Break("DNS: no such host");
            it.Advance(wait - 0.001);
            Assert.That(it.Connections, Has.Count.EqualTo(before), $"before {wait} s");
            it.Advance(0.001);
            Assert.That(it.Connections, Has.Count.EqualTo(before + 1), $"after {wait} s");
        }

        it.Last.Accept();
        await start;
        Assert.That(
            it.Statuses.OfType<ConnectionStatus.Reconnecting>().Select(s => (s.Attempt, s.Reason, s.Delay.TotalSeconds)),
            Is.EqualTo(new[] { 1d, 2, 4, 5, 5 }.Select((wait, i) => (i + 1, "DNS: no such host", wait))));
        Assert.That(it.Raw, Is.Empty, "no connection, no gap");
    }

    [TestCase(HttpStatusCode.Unauthorized)]
    [TestCase(HttpStatusCode.Forbidden)]
    [TestCase(HttpStatusCode.NotFound)]
    public async Task A_refusal_that_no_retry_can_mend_faults_the_start(HttpStatusCode refusal)
    {
        await using var it = new ClientHarness();

        var start = it.Client.StartAsync();
        it.Last.Break(new DisconnectReason("refused", refusal));

        Assert.That(async () => await start, Throws.TypeOf<HttpRequestException>().With.Message.EqualTo("refused").And.Property("StatusCode").EqualTo(refusal));
        Assert.That(it.Statuses[^1], Is.EqualTo(new ConnectionStatus.Closed("refused")));
        it.Advance(3600);
        Assert.That(it.Connections, Has.Count.EqualTo(1));

        var again = it.Client.StartAsync();
        it.Last.Accept();
        await again;
    }

    [Test]
    public async Task Once_connected_a_refusal_is_retried_like_any_other_fault()
    {
        await using var it = Connected();

        it.Last.Break();
        it.Advance(0.5);
        it.Last.Break(new DisconnectReason("refused", HttpStatusCode.NotFound));
        it.Advance(1);

        Assert.That(it.Connections, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Cancelling_the_start_ends_the_attempts()
    {
        await using var it = new ClientHarness();
        using var cancellation = new CancellationTokenSource();

        var start = it.Client.StartAsync(cancellation.Token);
        it.Last.Break();
        await cancellation.CancelAsync();
        it.Advance(3600);

        Assert.That(
            async () => await start,
            Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(cancellation.Token).And.Message.EqualTo("The start was cancelled. Last failure: broken"));
        Assert.That(start.IsCanceled, Is.True);
        Assert.That(it.Connections, Has.Count.EqualTo(1));
        Assert.That(it.Statuses[^1], Is.EqualTo(new ConnectionStatus.Closed("cancelled before a connection was open: broken")));
    }

    [Test]
    public async Task Cancelling_after_the_connection_is_open_changes_nothing()
    {
        await using var it = new ClientHarness();
        using var cancellation = new CancellationTokenSource();

        var start = it.Client.StartAsync(cancellation.Token);
        it.Last.Accept();
        await start;
        await cancellation.CancelAsync();

        Assert.That((it.Last.IsDisposed, it.Statuses[^1]), Is.EqualTo((false, (ConnectionStatus)new ConnectionStatus.Connected())));
    }

    [Test]
    public async Task A_token_cancelled_before_the_start_starts_nothing()
    {
        await using var it = new ClientHarness();

        Assert.That(async () => await it.Client.StartAsync(new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(it.Connections, Is.Empty);
    }

    [Test]
    public async Task A_second_start_waits_for_the_same_connection_and_its_token_ends_only_its_own_wait()
    {
        await using var it = new ClientHarness();
        using var cancellation = new CancellationTokenSource();

        var first = it.Client.StartAsync();
        var second = it.Client.StartAsync(cancellation.Token);
        await cancellation.CancelAsync();
        Assert.That(async () => await second, Throws.InstanceOf<OperationCanceledException>());

        it.Last.Accept();
        await first;
        await it.Client.StartAsync();
        Assert.That(it.Connections, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_cut_is_a_gap_before_the_first_message_of_the_new_connection_and_nothing_old_follows_it()
    {
        await using var it = Connected();
        var gaps = new List<FeedGap>();
        it.Client.Feed.Gaps.Subscribe(gaps.Add);

        var old = it.Last;
        old.Bring("a", "b");
        old.Break("closed by the server: 1001 \"going\" away");
        old.Bring("late");
        it.Advance(0.5);
        old.Bring("later");
        it.Last.Accept();
        old.Bring("latest");
        old.Break();
        it.Last.Bring("c");

        Assert.That(it.Raw, Is.EqualTo(new[] { "a", "b", Gap("closed by the server: 1001 \\\"going\\\" away"), Resumed, "c" }));
        Assert.That(gaps.Select(g => (g.Reason, g.Symbol)), Is.EqualTo(new[] { ("closed by the server: 1001 \"going\" away", (Symbol?)Symbol.Parse("SPOT_BTC_USDT")) }));
        Assert.That((old.IsDisposed, it.Last.IsDisposed), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task One_gap_a_cut_however_many_attempts_follow()
    {
        await using var it = Connected();

        it.Last.Break("one");
        for (var i = 0; i < 5; i++)
        {
            it.Advance(30);
            it.Last.Break("no answer");
        }

        it.Advance(30);
        it.Last.Accept();

        Assert.That(it.Raw, Is.EqualTo(new[] { Gap("one") }));
    }

    [Test]
    public async Task A_stop_is_a_gap_at_once_and_the_restart_resumes_before_its_first_message()
    {
        await using var it = Connected();
        var ends = new List<FeedResumed>();
        it.Client.Feed.Resumed.Subscribe(ends.Add);

        it.Last.Bring("a");
        await it.Client.StopAsync();
        await it.Client.StopAsync();
        Assert.That(it.Raw, Is.EqualTo(new[] { "a", StoppedGap }));
        _ = it.Client.StartAsync();
        it.Last.Accept();
        Assert.That(it.Raw, Has.Count.EqualTo(2), "an open connection alone resumes nothing");
        it.Last.Bring("b", "c");

        Assert.That(it.Raw, Is.EqualTo(new[] { "a", StoppedGap, Resumed, "b", "c" }));
        Assert.That(ends, Is.EqualTo(new[] { new FeedResumed(Symbol.Parse("SPOT_BTC_USDT")) }));
    }

    [Test]
    public async Task Disposal_completes_the_streams_without_a_gap()
    {
        var it = Connected();

        it.Last.Bring("a");
        it.Client.Dispose();

        Assert.That((it.Raw, it.Last.IsDisposed), Is.EqualTo((new List<string> { "a", "|" }, true)));
        await it.DisposeAsync();
    }

    [Test]
    public async Task Reconnect_cuts_an_open_connection_and_dials_at_once_when_waiting()
    {
        await using var it = Connected();

        it.Last.Bring("a");
        it.Client.Reconnect($"no\r\nfills with {Key}");
        Assert.That((it.Raw[^1], it.Connections.Count), Is.EqualTo((Gap("no fills with ***"), 1)));
        it.Client.Reconnect("now");
        Assert.That(it.Connections, Has.Count.EqualTo(2));
        it.Client.Reconnect("while it connects");
        it.Advance(1);
        Assert.That((it.Connections.Count, it.Last.IsDisposed), Is.EqualTo((2, false)));
        it.Last.Accept();
        await it.Client.StopAsync();
        it.Client.Reconnect("while it is stopped");
        it.Advance(60);

        Assert.That(it.Connections, Has.Count.EqualTo(2));
        Assert.That(() => it.Client.Reconnect(null!), Throws.ArgumentNullException);
    }

    [Test]
    public async Task A_stop_while_reconnecting_adds_no_second_gap_at_the_restart()
    {
        await using var it = Connected();

        it.Last.Break("cut");
        await it.Client.StopAsync();
        it.Advance(60);
        Assert.That(it.Connections, Has.Count.EqualTo(1), "a stopped client makes no connection");
        _ = it.Client.StartAsync();
        it.Last.Accept();

        Assert.That(it.Raw, Is.EqualTo(new[] { Gap("cut") }));
    }

    [Test]
    public async Task A_server_that_accepts_and_closes_at_once_is_met_with_growing_waits()
    {
        await using var it = Connected();

        for (var i = 0; i < 10; i++)
        {
            it.Last.Break();
            it.Advance(it.Statuses.OfType<ConnectionStatus.Reconnecting>().Last().Delay.TotalSeconds);
            it.Last.Accept();
        }

        Assert.That(
            it.Statuses.OfType<ConnectionStatus.Reconnecting>().Select(s => s.Delay.TotalSeconds),
            Is.EqualTo(new[] { 0.5, 1, 2, 4, 8, 16, 30, 30, 30, 30 }));
    }

    [Test]
    public async Task A_stable_minute_makes_the_waits_small_again()
    {
        await using var it = Connected(o => o with { StaleAfter = Timeout.InfiniteTimeSpan });

        it.Last.Break();
        it.Advance(0.5);
        it.Last.Accept();
        it.Advance(59.9);
        it.Last.Break();
        it.Advance(1);
        it.Last.Accept();
        it.Advance(60);
        it.Last.Break();

        Assert.That(it.Statuses.OfType<ConnectionStatus.Reconnecting>().Select(s => (s.Attempt, s.Delay.TotalSeconds)), Is.EqualTo(new[] { (1, 0.5), (2, 1d), (1, 0.5) }));
    }

    [Test]
    public async Task Jitter_takes_its_part_of_the_wait_and_repeats_with_its_seed()
    {
        async Task<double[]> Waits(int seed)
        {
            await using var it = Connected(o => o with { ReconnectJitter = 0.5, Random = new Random(seed), MaxReconnectDelay = TimeSpan.FromSeconds(2) });
            for (var i = 0; i < 200; i++)
            {
                it.Last.Break();
                it.Advance(2);
            }

            return [.. it.Statuses.OfType<ConnectionStatus.Reconnecting>().Skip(2).Select(s => s.Delay.TotalSeconds)];
        }

        var waits = await Waits(1);

        Assert.That(waits, Is.EqualTo(await Waits(1)).And.Not.EqualTo(await Waits(2)));
        Assert.That(waits, Is.All.InRange(1, 2));
        Assert.That(waits.Max() - waits.Min(), Is.GreaterThan(0.9));
    }

    [Test]
    public async Task An_attempt_that_takes_too_long_is_given_up()
    {
        await using var it = new ClientHarness();

        _ = it.Client.StartAsync();
        var slow = it.Last;
        it.Advance(10);

        Assert.That(it.Statuses[^1], Is.EqualTo(new ConnectionStatus.Reconnecting(1, "no connection within 10 s", TimeSpan.FromSeconds(0.5))));
        Assert.That(slow.IsDisposed, Is.True);
        it.Advance(0.5);
        slow.Accept();
        slow.Bring("late");
        Assert.That((it.Raw.Count, it.Statuses[^1] is ConnectionStatus.Reconnecting), Is.EqualTo((0, true)));
    }

    [Test]
    public async Task Stop_ends_a_waiting_start()
    {
        await using var it = new ClientHarness();

        var start = it.Client.StartAsync();
        await it.Client.StopAsync();

        Assert.That(async () => await start, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(it.Last.IsDisposed, Is.True);
    }

    [Test]
    public async Task Stop_waits_for_the_socket_to_close()
    {
        await using var it = Connected();
        var closing = new TaskCompletionSource();
        it.Last.Disposing = closing.Task;

        var stop = it.Client.StopAsync();
        var again = it.Client.StopAsync();
        Assert.That((stop.IsCompleted, again.IsCompleted), Is.EqualTo((false, false)));
        closing.SetResult();

        await stop;
        await again;
    }

    [Test]
    public async Task Dispose_completes_the_streams_of_the_client_and_of_its_feed()
    {
        var it = Connected();
        var ends = new List<string>();
        it.Client.Feed.Subscribe(_ => { }, () => ends.Add("feed"));
        it.Client.Feed.Trades.Subscribe(_ => { }, () => ends.Add("trades"));
        it.Client.RoundTrips.Subscribe(_ => { }, () => ends.Add("round trips"));

        it.Last.Bring("a");
        await it.DisposeAsync();
        await it.DisposeAsync();
        it.Last.Bring("late");

        Assert.That(it.Raw, Is.EqualTo(new[] { "a", "|" }));
        Assert.That(it.Statuses[^2..], Is.EqualTo(new[] { new ConnectionStatus.Closed(), null }));
        Assert.That(ends, Is.EquivalentTo(new[] { "feed", "trades", "round trips" }));
        Assert.That(() => it.Client.StartAsync(), Throws.TypeOf<ObjectDisposedException>());
        await it.Client.StopAsync();
    }

    [Test]
    public async Task Dispose_leaves_no_timer()
    {
        var it = Connected();
        it.Last.Break();
        it.Advance(0.5);
        it.Last.Accept();

        await it.DisposeAsync();
        var sent = it.Last.Sent.Count;
        it.Advance(86_400);

        Assert.That((it.Connections.Count, it.Last.Sent.Count), Is.EqualTo((2, sent)));
    }

    [Test]
    public async Task Starts_and_stops_in_any_order_leave_one_connection_or_none()
    {
        await using var it = new ClientHarness();
        var random = new Random(7);
        var isStarted = false;

        for (var i = 0; i < 2_000; i++)
        {
            switch (random.Next(5))
            {
                case 0:
                    _ = it.Client.StartAsync();
                    isStarted = true;
                    break;
                case 1:
                    await it.Client.StopAsync();
                    isStarted = false;
                    break;
                case 2 when isStarted && !it.Last.IsDisposed:
                    it.Last.Accept();
                    break;
                case 3 when it.Connections.Count > 0:
                    it.Last.Break();
                    break;
                default:
                    it.Advance(random.Next(40));
                    break;
            }

            Assert.That(it.Connections.Count(c => !c.IsDisposed), Is.LessThanOrEqualTo(isStarted ? 1 : 0));
        }
    }

    [Test]
    public void The_feed_is_connected_from_the_start_and_Connect_returns_that_connection()
    {
        var it = Connected();
        var messages = new List<NexusMessage>();
        it.Client.Feed.Subscribe(messages.Add);

        using var connection = it.Client.Feed.Connect();
        it.Last.Bring(Ping());
        Assert.That((messages.Count, ReferenceEquals(connection, it.Client.Feed.Connect())), Is.EqualTo((1, true)));

        connection.Dispose();
        it.Last.Bring(Ping());
        Assert.That(messages, Has.Count.EqualTo(1));
    }
}
