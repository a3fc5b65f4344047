using System.Net;
using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>When a start completes, fails or is cancelled.</summary>
public sealed class StartTests
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

    [TestCase(HttpStatusCode.Unauthorized)]
    [TestCase(HttpStatusCode.Forbidden)]
    [TestCase(HttpStatusCode.NotFound)]
    public async Task A_permanent_refusal_faults_the_start(HttpStatusCode refusal)
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
    public async Task Stop_ends_a_waiting_start()
    {
        await using var it = new ClientHarness();

        var start = it.Client.StartAsync();
        await it.Client.StopAsync();

        Assert.That(async () => await start, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(it.Last.IsDisposed, Is.True);
    }
}
