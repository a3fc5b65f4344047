using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>Watchdogs of the data, and watchdogs that wake late because the process was paused.</summary>
public sealed class WatchdogTests
{
    private const string Book = """{"event":"BOOK","symbol":"SPOT_BTC_USDT","timestamp":1723075200000,"data":{"asks":[],"bids":[]}}""";
    private const string Trade = """{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":1723075200000,"data":{"price":1,"quantity":1,"side":"BUY"}}""";

    [TestCase(Book, Trade, "no BOOK for 30 s")]
    [TestCase(Trade, Book, "no TRADE for 30 s")]
    public async Task Data_that_stops_while_pings_are_answered_ends_the_connection(string data, string other, string reason)
    {
        var half = TimeSpan.FromSeconds(30);
        await using var it = Connected(o => data == Book ? o with { BookTimeout = half } : o with { TradeTimeout = half });

        it.Last.Bring(data);
        it.Advance(20);
        it.Last.Bring(Ping(), data);
        for (var second = 0; second < 29; second++)
        {
            it.Advance(1);
            it.Last.Bring(Ping(), other);
        }

        Assert.That(it.Client.CurrentStatus, Is.EqualTo(new ConnectionStatus.Connected()));
        it.Advance(1);
        Assert.That((it.Client.CurrentStatus as ConnectionStatus.Reconnecting)?.Reason, Is.EqualTo(reason));
    }

    [Test]
    public async Task A_connection_that_never_receives_data_ends()
    {
        await using var it = Connected(o => o with { BookTimeout = TimeSpan.FromSeconds(12) });

        it.Advance(11.9);
        Assert.That(it.Last.IsDisposed, Is.False);
        it.Advance(0.1);

        Assert.That((it.Client.CurrentStatus as ConnectionStatus.Reconnecting)?.Reason, Is.EqualTo("no BOOK for 12 s"));
    }

    [Test]
    public async Task A_slow_subscriber_is_not_mistaken_for_missing_data()
    {
        await using var it = Connected(o => o with { BookTimeout = TimeSpan.FromSeconds(10) });

        it.Last.BringAmongOthers(Book);
        it.Advance(60);
        it.Last.Bring(Book);

        Assert.That((it.Connections.Count, it.Client.CurrentStatus), Is.EqualTo((1, (ConnectionStatus)new ConnectionStatus.Connected())));
    }

    // A virtual clock that sleeps moves on without running what is due: the timers wake late, as after a suspended machine.
    [TestCase(31)]
    [TestCase(3600)]
    public async Task A_paused_process_reads_waiting_messages_before_it_checks_the_connection(double seconds)
    {
        await using var it = Connected(o => o with { BookTimeout = TimeSpan.FromSeconds(10) });

        it.Last.Bring(Book);
        it.Scheduler.Sleep(TimeSpan.FromSeconds(seconds).Ticks);
        it.Advance(0.001);
        Assert.That((it.Client.CurrentStatus, it.Last.IsDisposed), Is.EqualTo(((ConnectionStatus)new ConnectionStatus.Connected(), false)));
        it.Last.Bring(Ping(), Book);
        it.Advance(9);
        Assert.That(it.Connections, Has.Count.EqualTo(1));

        it.Last.Bring(Book);
        it.Scheduler.Sleep(TimeSpan.FromSeconds(seconds).Ticks);
        it.Advance(31);
        Assert.That(it.Connections[0].IsDisposed, Is.True, "a connection that brings nothing after the pause is dead");
    }

    [Test]
    public async Task A_pause_during_an_attempt_restarts_its_timeout()
    {
        await using var it = new ClientHarness();

        _ = it.Client.StartAsync();
        it.Scheduler.Sleep(TimeSpan.FromMinutes(1).Ticks);
        it.Advance(9.9);
        Assert.That(it.Last.IsDisposed, Is.False);
        it.Advance(0.2);
        Assert.That(it.Last.IsDisposed, Is.True);
    }
}
