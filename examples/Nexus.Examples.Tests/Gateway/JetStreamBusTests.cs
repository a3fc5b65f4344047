using System.Collections.Concurrent;
using System.Globalization;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Nats;

namespace Nexus.Examples.Tests.Gateway;

/// <summary>The bus on a real nats-server, with faults of the server, and the truth at hand: message n has price n.</summary>
[NonParallelizable]
public sealed class JetStreamBusTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Without_faults_all_readers_receive_the_same_in_the_same_order()
    {
        using var server = NatsServerProcess.Start();
        await using var run = await Run.StartAsync(server.Url);
        Reader[] readers = [run.Read(), run.Read(), run.Read()];
        run.Publish(5_000);
        await run.CompleteAsync();
        Reader[] all = [.. readers, run.Read()];
        foreach (var reader in all)
            await reader.WaitForAsync(5_000);
        foreach (var reader in all)
            Assert.That(reader.Texts, Is.EqualTo(readers[0].Texts));
        Assert.That(readers[0].Prices, Is.EqualTo(Enumerable.Range(1, 5_000)));
        Assert.That(readers[0].Gaps, Is.EqualTo(1), "the start of the epoch");
    }

    [Test]
    public async Task A_server_that_is_killed_and_comes_back_loses_and_doubles_nothing()
    {
        using var server = NatsServerProcess.Start();
        await using var run = await Run.StartAsync(server.Url);
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
    public async Task A_server_that_stands_still_loses_and_doubles_nothing()
    {
        using var server = NatsServerProcess.Start();
        await using var run = await Run.StartAsync(server.Url);
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
    public async Task A_message_above_the_servers_limit_is_one_gap()
    {
        using var server = NatsServerProcess.Start();
        await using var run = await Run.StartAsync(server.Url);
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
        await using var run = await Run.StartAsync(server.Url, static options => options with { BufferMessages = 100 });
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
        await using var run = await Run.StartAsync(server.Url, static options => options with { MaxBytes = 200_000 });
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
    public async Task A_reader_that_stores_its_sequence_resumes_without_a_hole_or_a_double()
    {
        using var server = NatsServerProcess.Start();
        await using var run = await Run.StartAsync(server.Url);
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
        await using (var run = await Run.StartAsync(server.Url))
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

    private sealed class Run : IAsyncDisposable
    {
        private readonly NexusBus _bus;
        private readonly Subject<string> _source = new();
        private readonly Task _publishing;
        private readonly List<Reader> _readers = [];
        private int _last;

        private Run(NexusBus bus)
        {
            _bus = bus;
            _publishing = bus.PublishAsync(Btc, _source);
        }

        public static async Task<Run> StartAsync(Uri url, Func<NexusBusOptions, NexusBusOptions>? change = null)
        {
            var options = new NexusBusOptions { Url = url, Lease = TimeSpan.FromSeconds(2) };
            var run = new Run(new NexusBus(change?.Invoke(options) ?? options));
            var started = run._source.HasObservers ? Task.CompletedTask : WaitUntilAsync(() => run._source.HasObservers || run._publishing.IsCompleted);
            await started;
            return run;
        }

        public void Publish(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Send(string.Create(
                    CultureInfo.InvariantCulture,
                    $$$"""{"event":"TRADE","timestamp":{{{1_700_000_000_000 + ++_last}}},"symbol":"SPOT_BTC_USDT","data":{"price":{{{_last}}},"quantity":1,"side":"BUY"}}"""));
            }
        }

        public void Send(string text) => _source.OnNext(text);

        public Reader Read(BusStart? start = null)
        {
            var reader = new Reader(_bus.Envelopes(Btc, start ?? new BusStart.Beginning(), BusScope.All));
            _readers.Add(reader);
            return reader;
        }

        public async Task CompleteAsync()
        {
            _source.OnCompleted();
            await _publishing.WaitAsync(Patience);
        }

        /// <summary>Publishes until a message arrives again, as the exchange does.</summary>
        public Task WaitUntilDrainedAsync(Reader reader) => WaitUntilAsync(() =>
        {
            Publish(1);
            return reader.Gaps > 1 && reader.Prices is [.., var last] && last > _last - 50;
        });

        public async ValueTask DisposeAsync()
        {
            await _bus.DisposeAsync();
            foreach (var reader in _readers)
                reader.Dispose();
            _source.Dispose();
        }
    }

    private sealed class Reader : IDisposable
    {
        private readonly ConcurrentQueue<BusMessage> _messages = new();
        private readonly IDisposable _subscription;
        private Exception? _error;

        public Reader(IObservable<BusMessage> messages) => _subscription = messages.Subscribe(_messages.Enqueue, error => _error = error);

        public string[] Texts => [.. _messages.Select(static message => message.Text)];

        public int[] Prices => [.. Texts.Select(NexusDecoder.Decode).OfType<Trade>().Select(static trade => (int)trade.Price)];

        public int Gaps => Texts.Select(NexusDecoder.Decode).OfType<FeedGap>().Count();

        public Task WaitForAsync(int trades) => WaitUntilAsync(() => _error is null ? Prices.Length >= trades : throw _error);

        public Task WaitForLastAsync(int price) => WaitUntilAsync(() => _error is null ? Prices is [.., var last] && last == price : throw _error);

        public void Dispose() => _subscription.Dispose();
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!condition())
            await timer.WaitForNextTickAsync(timeout.Token);
    }
}
