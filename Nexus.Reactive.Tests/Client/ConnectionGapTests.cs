using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>What the strings say of a lost, stopped or renewed connection, and where.</summary>
public sealed class ConnectionGapTests
{
    [Test]
    public async Task A_cut_produces_a_gap_that_separates_old_messages_from_the_new_connection()
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
    public async Task One_cut_produces_one_gap_regardless_of_the_number_of_attempts()
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
    public async Task Disposal_completes_the_streams_without_a_gap()
    {
        var it = Connected();

        it.Last.Bring("a");
        it.Client.Dispose();

        Assert.That((it.Raw, it.Last.IsDisposed), Is.EqualTo((new List<string> { "a", "|" }, true)));
        await it.DisposeAsync();
    }
}
