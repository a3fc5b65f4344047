using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>How long the client waits between attempts, in virtual time.</summary>
public sealed class BackoffTests
{
    [Test]
    public async Task Start_retries_with_delays_that_double_up_to_the_maximum()
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
    public async Task Backoff_grows_when_the_server_accepts_and_immediately_closes()
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
    public async Task Backoff_resets_after_one_stable_minute()
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
    public async Task Jitter_shortens_the_delay_by_at_most_its_fraction_and_is_reproducible_by_seed()
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
}
