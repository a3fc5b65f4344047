using System.Reactive.Linq;
using Nexus.Reactive.Nats;

namespace Nexus.Examples.Tests.Gateway;

/// <summary>Tests the bus on a real nats-server with server faults. The messages are known: message n has price n.</summary>
[NonParallelizable]
public sealed class JetStreamBusTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Without_faults_all_readers_receive_the_same_in_the_same_order()
    {
        using var server = NatsServerProcess.Start();
        await using var run = await BusRun.StartAsync(server.Url);
        BusReader[] readers = [run.Read(), run.Read(), run.Read()];
        run.Publish(5_000);
        await run.CompleteAsync();
        BusReader[] all = [.. readers, run.Read()];
        foreach (var reader in all)
            await reader.WaitForAsync(5_000);
        foreach (var reader in all)
            Assert.That(reader.Texts, Is.EqualTo(readers[0].Texts));
        Assert.That(readers[0].Prices, Is.EqualTo(Enumerable.Range(1, 5_000)));
        Assert.That(readers[0].Gaps, Is.EqualTo(1), "the start of the epoch");
    }

    [Test]
    public async Task A_killed_and_restarted_server_causes_no_loss_and_no_duplicates()
    {
        using var server = NatsServerProcess.Start();
        await using var run = await BusRun.StartAsync(server.Url);
        var reader = run.Read();
        run.Publish(1_000);
        await reader.WaitForAsync(500);
        server.Kill();
        run.Publish(1_000);
        server.Start();
        run.Publish(1_000);
        await reader.WaitForAsync(3_000);
        Assert.That(reader.Prices, Is.EqualTo(Enumerable.Range(1, 3_000)));
        Assert.That(reader.Gaps, Is.EqualTo(1), "the start of the epoch");
    }

    [Test]
    public async Task A_suspended_server_causes_no_loss_and_no_duplicates()
    {
        using var server = NatsServerProcess.Start();
        await using var run = await BusRun.StartAsync(server.Url);
        var reader = run.Read();
        run.Publish(1_000);
        await reader.WaitForAsync(1_000);
        server.Signal("STOP");
        run.Publish(1_000);
        using (var pause = new PeriodicTimer(TimeSpan.FromSeconds(6)))
            await pause.WaitForNextTickAsync();
        server.Signal("CONT");
        await reader.WaitForAsync(2_000);
        Assert.That(reader.Prices, Is.EqualTo(Enumerable.Range(1, 2_000)));
        Assert.That(reader.Gaps, Is.EqualTo(1), "the start of the epoch");
    }

    [Test]
    public async Task A_log_that_lost_acknowledged_messages_has_one_gap_in_their_place()
    {
        using var server = NatsServerProcess.Start();
        await using var run = await BusRun.StartAsync(server.Url);
        var reader = run.Read();
        run.Publish(500);
        await reader.WaitForAsync(500);
        server.Kill();
        server.SaveStore();
        server.Start();
        run.Publish(500);
        await reader.WaitForAsync(1_000);
        server.Kill();
        server.RestoreStore();
        server.Start();
        run.Publish(500);
        await reader.WaitForLastAsync(1_500);
        var late = run.Read();
        await late.WaitForLastAsync(1_500);
        Assert.That((reader.Gaps, late.Gaps), Is.EqualTo((2, 2)), "the start of the epoch, and the loss");
        Assert.That(reader.Prices, Is.Unique.And.Ordered);
        Assert.That(late.Prices, Is.Unique.And.Ordered);
        Assert.That(reader.Prices[..1_000], Is.EqualTo(Enumerable.Range(1, 1_000)));
        Assert.That(late.Prices[..500], Is.EqualTo(Enumerable.Range(1, 500)));
    }

    [Test]
    public async Task Readers_that_start_in_the_past_join_the_live_messages_without_loss_or_duplicates()
    {
        using var server = NatsServerProcess.Start();
        await using var run = await BusRun.StartAsync(server.Url);
        var begin = DateTimeOffset.UtcNow.AddMinutes(-1);
        List<BusReader> readers = [];
        for (var i = 0; i < 10; i++)
        {
            run.Publish(200);
            readers.Add(run.Read(i % 2 == 0 ? new BusStart.At(begin) : new BusStart.Beginning()));
        }

        foreach (var reader in readers)
            await reader.WaitForAsync(2_000);
        foreach (var reader in readers)
            Assert.That(reader.Texts, Is.EqualTo(readers[0].Texts));
        Assert.That(readers[0].Prices, Is.EqualTo(Enumerable.Range(1, 2_000)));
    }

    [Test]
    public async Task A_message_above_the_servers_limit_is_one_gap()
    {
        using var server = NatsServerProcess.Start();
        await using var run = await BusRun.StartAsync(server.Url);
        var reader = run.Read();
        run.Publish(10);
        run.Send(new string('x', 2 << 20));
        run.Publish(10);
        await reader.WaitForAsync(20);
        Assert.That(reader.Prices, Is.EqualTo(Enumerable.Range(1, 20)));
        Assert.That(reader.Gaps, Is.EqualTo(2), "the start of the epoch, and the message");
    }

    [Test]
    public async Task A_buffer_that_overflows_while_the_server_is_away_is_one_gap()
    {
        using var server = NatsServerProcess.Start();
        await using var run = await BusRun.StartAsync(server.Url, static options => options with { BufferMessages = 100 });
        var reader = run.Read();
        run.Publish(50);
        await reader.WaitForAsync(50);
        server.Kill();
        run.Publish(500);
        server.Start();
        await run.WaitUntilDrainedAsync(reader);
        Assert.That(reader.Gaps, Is.EqualTo(2), "the start of the epoch, and the overflow");
        Assert.That(reader.Prices, Is.Unique.And.Ordered);
        Assert.That(reader.Prices[..50], Is.EqualTo(Enumerable.Range(1, 50)));
    }

    [Test]
    public async Task A_reader_that_falls_behind_the_logs_retention_has_one_gap()
    {
        using var server = NatsServerProcess.Start();
        await using var run = await BusRun.StartAsync(server.Url, static options => options with { MaxBytes = 200_000 });
        run.Publish(100);
        await run.Read().WaitForAsync(100);
        run.Publish(5_000);
        await run.CompleteAsync();
        var late = run.Read(new BusStart.After(50));
        await late.WaitForLastAsync(5_100);
        Assert.That(late.Gaps, Is.EqualTo(1));
        Assert.That(late.Prices, Is.EqualTo(Enumerable.Range(late.Prices[0], late.Prices.Length)));
    }

    [Test]
    public async Task A_reader_that_stores_its_sequence_resumes_without_loss_or_duplicates()
    {
        using var server = NatsServerProcess.Start();
        await using var run = await BusRun.StartAsync(server.Url);
        run.Publish(1_000);
        await run.CompleteAsync();
        var first = run.Read();
        await first.WaitForAsync(1_000);
        var second = run.Read(new BusStart.After(400));
        await second.WaitForLastAsync(1_000);
        Assert.That(second.Texts, Is.EqualTo(first.Texts[400..]));
    }

    [Test]
    public async Task Each_wrong_setting_has_its_own_error()
    {
        using var server = NatsServerProcess.Start();
        using var plain = NatsServerProcess.Start("-D");
        await using (var run = await BusRun.StartAsync(server.Url))
        {
            run.Publish(1);
            await run.CompleteAsync();
        }

        Assert.That(await ErrorAsync(new Uri("nats://127.0.0.1:1")), Is.EqualTo(BusError.Unreachable));
        Assert.That(await ErrorAsync(plain.Url), Is.EqualTo(BusError.JetStreamDisabled));
        Assert.That(await ErrorAsync(server.Url, static options => options with { MaxAge = TimeSpan.FromDays(3) }), Is.EqualTo(BusError.StreamMismatch));
        Assert.That(await ErrorAsync(server.Url, static options => options with { Environment = "big", MaxBytes = long.MaxValue / 2 }), Is.EqualTo(BusError.InsufficientStorage));
        await using var bus = new NexusBus(new NexusBusOptions { Url = server.Url });
        var error = await Assert.ThrowsAsync<NexusBusException>(async () => await bus.Envelopes(Symbol.Parse("SPOT_ETH_USDT")).FirstAsync());
        Assert.That(error!.Error, Is.EqualTo(BusError.UnknownSymbol));
    }

    [Test]
    public async Task Wrong_credentials_are_refused_without_showing_them()
    {
        using var server = NatsServerProcess.Start("-js", "--user", "gateway", "--pass", "right");
        await using var bus = new NexusBus(new NexusBusOptions
        {
            Url = server.Url,
            Nats = NATS.Client.Core.NatsOpts.Default with { AuthOpts = new NATS.Client.Core.NatsAuthOpts { Username = "gateway", Password = "wr0ng" } },
        });
        var error = await Assert.ThrowsAsync<NexusBusException>(async () => await bus.PublishAsync(Btc, Observable.Never<string>()));
        Assert.That(error!.Error, Is.EqualTo(BusError.Unauthorized));
        Assert.That(error.ToString(), Does.Not.Contain("wr0ng"));
    }

    private static async Task<BusError?> ErrorAsync(Uri url, Func<NexusBusOptions, NexusBusOptions>? change = null)
    {
        var options = new NexusBusOptions { Url = url };
        await using var bus = new NexusBus(change?.Invoke(options) ?? options);
        try
        {
            await bus.PublishAsync(Btc, Observable.Empty<string>()).WaitAsync(Patience);
            return null;
        }
        catch (NexusBusException e)
        {
            return e.Error;
        }
    }
}
