using System.Net;
using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>Refused connections: how long to wait, when to give up, and how often to dial.</summary>
public sealed class RefusalTests
{
    [TestCase(503, 90d, 90d)]
    [TestCase(429, 90d, 90d)]
    [TestCase(418, 7200d, 7200d)]
    [TestCase(503, 1_000_000d, 86_400d)]
    [TestCase(503, 0.1, 0.5)]
    [TestCase(503, null, 0.5)]
    [TestCase(429, null, 30d)]
    [TestCase(418, null, 30d)]
    public async Task The_client_waits_for_the_Retry_After_of_a_refusal(int status, double? retryAfter, double delay)
    {
        await using var it = new ClientHarness();

        _ = it.Client.StartAsync();
        it.Last.Break(new DisconnectReason("refused", (HttpStatusCode)status) { RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null });

        Assert.That(it.Client.CurrentStatus, Is.EqualTo(new ConnectionStatus.Reconnecting(1, "refused", TimeSpan.FromSeconds(delay))));
        it.Advance(delay - 0.01);
        Assert.That(it.Connections, Has.Count.EqualTo(1));
        it.Advance(0.01);
        Assert.That(it.Connections, Has.Count.EqualTo(2));
    }

    [TestCase(HttpStatusCode.BadRequest)]
    [TestCase(HttpStatusCode.Gone)]
    [TestCase(HttpStatusCode.ProxyAuthenticationRequired)]
    public async Task Further_refusals_can_be_made_final(HttpStatusCode status)
    {
        await using var retries = new ClientHarness();
        await using var fails = new ClientHarness(o => o with { FinalRefusals = [.. o.FinalRefusals, status] });

        _ = retries.Client.StartAsync();
        retries.Last.Break(new DisconnectReason("refused", status));
        var start = fails.Client.StartAsync();
        fails.Last.Break(new DisconnectReason("refused", status));

        Assert.That(retries.Client.CurrentStatus, Is.TypeOf<ConnectionStatus.Reconnecting>());
        Assert.That(async () => await start, Throws.TypeOf<HttpRequestException>().With.Property("StatusCode").EqualTo(status));
    }

    [Test]
    public async Task A_throwing_ConfigureSocket_can_fault_the_start([Values] bool isFinal)
    {
        var error = new InvalidOperationException("no certificate");
        await using var it = new ClientHarness(o => o with { FailOnConfigureSocketError = isFinal });

        var start = it.Client.StartAsync();
        it.Last.Break(new DisconnectReason("ConfigureSocket threw") { ConfigurationError = error });

        if (isFinal)
            Assert.That(async () => await start, Throws.Exception.SameAs(error));
        else
            Assert.That(it.Client.CurrentStatus, Is.TypeOf<ConnectionStatus.Reconnecting>());
    }

    [Test]
    public async Task A_limiter_spreads_the_dials_of_all_clients_that_share_it()
    {
        await using var first = new ClientHarness();
        var limiter = new DialLimiter(2, TimeSpan.FromSeconds(10), first.Scheduler);
        var dials = new List<double>();
        var clients = Enumerable.Range(0, 5).Select(_ => new NexusClient(
            new NexusEndpoint("ws://127.0.0.1:1/ws", Key, "SPOT_BTC_USDT"),
            new NexusClientOptions { Scheduler = first.Scheduler, DialLimiter = limiter, ConnectTimeout = Timeout.InfiniteTimeSpan },
            () =>
            {
                dials.Add((first.Scheduler.Now - Start).TotalSeconds);
                return new FakeConnection();
            })).ToList();

        foreach (var client in clients)
            _ = client.StartAsync();
        first.Advance(60);

        Assert.That(dials, Is.EqualTo(new[] { 0d, 0, 10, 10, 20 }));
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Test]
    public void A_limiter_needs_a_number_and_a_period() => Assert.Multiple(() =>
    {
        Assert.That(() => new DialLimiter(0, TimeSpan.FromSeconds(1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new DialLimiter(1, TimeSpan.Zero), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new DialLimiter(1, TimeSpan.FromSeconds(1), null!), Throws.ArgumentNullException);
    });

    [Test]
    public async Task A_stop_during_the_start_reports_the_last_failure()
    {
        await using var it = new ClientHarness();

        var start = it.Client.StartAsync();
        it.Last.Break("DNS: no such host");
        await it.Client.StopAsync();

        Assert.That(async () => await start, Throws.InstanceOf<OperationCanceledException>().With.Message.EqualTo("The client was stopped during its start. Last failure: DNS: no such host"));
    }
}
