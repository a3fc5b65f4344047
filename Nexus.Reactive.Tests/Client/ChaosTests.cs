using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Simulator;

namespace Nexus.Reactive.Tests.Client;

/// <summary>The client against a line that does all it can. <c>NEXUS_CHAOS_SECONDS=120 dotnet test --filter Chaos</c> runs it for two minutes.</summary>
public sealed class ChaosTests
{
    private const int HugeBytes = 1_000_000;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private static double Seconds =>
        double.Parse(Environment.GetEnvironmentVariable("NEXUS_CHAOS_SECONDS") ?? "2", CultureInfo.InvariantCulture);

    [Test]
    public async Task Whatever_the_line_does_each_connection_arrives_once_in_order_up_to_its_cut_and_each_cut_is_one_gap()
    {
        var random = new Random(7);
        await using var exchange = await SimulatedExchange.StartAsync(
            new SimulatorOptions { KeepLog = true, Rate = 2000, BookInterval = TimeSpan.FromMilliseconds(10), Behaviour = new HostileWire(seed: 7, HugeBytes) });
        var faults = new ConcurrentQueue<SubscriberFault>();
        var client = new NexusClient(new NexusEndpoint(exchange.BaseUri, "demo", "SPOT_BTC_USDT"), new NexusClientOptions
        {
            ReconnectDelay = TimeSpan.FromMilliseconds(1),
            MaxReconnectDelay = TimeSpan.FromMilliseconds(10),
            PingInterval = TimeSpan.FromMilliseconds(20),
            StaleAfter = TimeSpan.FromMilliseconds(250),
            ConnectTimeout = TimeSpan.FromSeconds(1),
            MaxMessageBytes = HugeBytes,
            Feed = new NexusFeedOptions { UnobservedFault = faults.Enqueue },
        });
        var check = new GroundTruth(exchange);
        using var raw = client.RawMessages.Subscribe(check.Receive);
        var messages = 0;
        var gaps = 0;
        using var all = client.Feed.Subscribe(_ => messages++);
        using var holes = client.Feed.Gaps.Subscribe(_ => gaps++);

        var clock = Stopwatch.StartNew();
        (int Threads, long Memory)? early = null;
        while (clock.Elapsed.TotalSeconds < Seconds)
        {
            await client.StartAsync().WaitAsync(Soon);
            await client.RawMessages.Take(random.Next(1, 2000)).LastAsync().ToTask().WaitAsync(Soon);
            client.Feed.Trades.Take(1).Subscribe(_ => throw new InvalidOperationException());

            // Often from inside the callback that has just brought the last of these messages.
            if (random.Next(4) == 0)
                await client.StopAsync().WaitAsync(Soon);
            check.Compare();
            if (early is null && clock.Elapsed.TotalSeconds > Seconds / 4)
                early = Measure();
        }

        await client.DisposeAsync();
        var late = Measure();
        check.Compare();

        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{clock.Elapsed.TotalSeconds:0} s, {messages} messages, {exchange.Connections.Count} connections accepted, {gaps} gaps, {faults.Count} faults, threads {early?.Threads} -> {late.Threads}, MB {early?.Memory / 1e6:0.0} -> {late.Memory / 1e6:0.0}"));
        Assert.That(check.Gaps, Is.EqualTo(gaps));
        Assert.That(messages, Is.EqualTo(check.Received + gaps));
        Assert.That(faults.Select(fault => fault.Stream), Is.All.EqualTo("Trades"));
        Assert.That(late.Threads - early!.Value.Threads, Is.LessThan(30));
    }

    private static (int Threads, long Memory) Measure()
    {
        using var process = Process.GetCurrentProcess();
        return (process.Threads.Count, GC.GetTotalMemory(forceFullCollection: true));
    }

    /// <summary>Compares what the client gave with what the exchange put on the wire, connection by connection.</summary>
    private sealed class GroundTruth(SimulatedExchange exchange)
    {
        private readonly ConcurrentQueue<string> _raw = new();
        private IReadOnlyList<string> _sent = [];
        private int _connection = -1;
        private int _place;

        public int Gaps { get; private set; }

        public int Received { get; private set; }

        public void Receive(string text) => _raw.Enqueue(text);

        public void Compare()
        {
            while (_raw.TryDequeue(out var text))
            {
                if (text.StartsWith("""{"event":"FEED_GAP""", StringComparison.Ordinal))
                {
                    Gaps++;
                    _place = -1;
                    continue;
                }

                Received++;

                // The client may have missed a connection altogether; it finds its place by the first message.
                if (_place < 1)
                    _connection = Enumerable.Range(_connection + 1, exchange.Connections.Count - _connection - 1).First(i => exchange.Connections[i].Sent is [var first, ..] && first == text);
                _place = Math.Max(_place, 0);
                if (_place == 0 || _place == _sent.Count)
                    _sent = exchange.Connections[_connection].Sent;
                Assert.That(text, Is.EqualTo(_sent[_place]), $"connection {_connection}, message {_place}");
                _place++;
            }
        }
    }
}
