using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Simulator;
using static Nexus.Examples.Tests.Client.RealTime;

namespace Nexus.Examples.Tests.Client;

/// <summary>The client against the simulated exchange, which logs the actual events of each connection.</summary>
public sealed class SimulatorTests
{
    private static readonly NexusClientOptions Watchful = Quick with { PingInterval = TimeSpan.FromMilliseconds(50) };

    [Test]
    public async Task Each_connection_arrives_once_in_order_up_to_its_cut_and_each_cut_is_one_gap()
    {
        const int Cuts = 40;
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { KeepLog = true, Rate = 3000, BookInterval = TimeSpan.FromMilliseconds(5) });
        var raw = new ConcurrentQueue<string>();
        await using (var client = Client(exchange, Watchful))
        {
            using var all = client.RawMessages.Subscribe(raw.Enqueue);
            await client.StartAsync().WaitAsync(Soon);
            for (var cut = 1; cut <= Cuts; cut++)
            {
                await exchange.WaitForConnectionsAsync(cut).WaitAsync(Soon);
                await client.RawMessages.Take(20).LastAsync().ToTask().WaitAsync(Soon);
                switch (cut % 3)
                {
                    case 1:
                        exchange.CloseConnections(WebSocketCloseStatus.EndpointUnavailable, "maintenance");
                        break;
                    case 2:
                        await client.StopAsync().WaitAsync(Soon);
                        await client.StartAsync().WaitAsync(Soon);
                        break;
                    default:
                        exchange.DropConnections();
                        break;
                }
            }

            await exchange.WaitForConnectionsAsync(Cuts + 1).WaitAsync(Soon);
            await client.RawMessages.Take(20).LastAsync().ToTask().WaitAsync(Soon);
        }

        var connections = raw.SplitAtGaps();
        Assert.That(connections, Has.Count.EqualTo(exchange.Connections.Count));
        for (var i = 0; i < connections.Count; i++)
        {
            var sent = exchange.Connections[i].Sent;
            Assert.That(connections[i], Is.EqualTo(sent.Take(connections[i].Count)), $"connection {i}");
            if (i % 3 == 0 && i < Cuts)
                Assert.That(connections[i], Has.Count.EqualTo(sent.Count), $"connection {i} was closed properly: all of it arrives");
        }

        Assert.That(raw.Select(NexusDecoder.Decode), Has.None.InstanceOf<MalformedMessage>().And.None.InstanceOf<UnknownMessage>());
    }

    [Test]
    public async Task Reconnects_leave_no_thread_and_no_memory_behind()
    {
        var reconnects = Setting.Get("NEXUS_RECONNECTS", 1000);
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { IsQuiet = true });
        var client = Client(exchange, Watchful);
        var gaps = 0;
        client.Feed.Gaps.Subscribe(_ => gaps++);
        await client.StartAsync().WaitAsync(Soon);
        await Cut(reconnects / 10);
        var (threads, memory) = Measure();

        await Cut(reconnects - gaps);

        var (threadsAfter, memoryAfter) = Measure();
        // A leak of a thread or a few kilobytes per reconnect would exceed this limit; the thread pool may grow slightly.
        Assert.That(threadsAfter - threads, Is.LessThan(30));
        Assert.That(memoryAfter - memory, Is.LessThan(2_000_000));
        TestContext.Out.WriteLine($"{reconnects} reconnects: {threads} -> {threadsAfter} threads, {memory:N0} -> {memoryAfter:N0} bytes");
        Assert.That(gaps, Is.EqualTo(reconnects));
        await client.DisposeAsync();

        async Task Cut(int times)
        {
            for (var i = 0; i < times; i++)
            {
                // The client may report a connection before the server has registered it.
                await exchange.WaitForConnectionsAsync(gaps + 1).WaitAsync(Soon);
                var gap = client.Feed.Gaps.FirstAsync().ToTask();
                exchange.DropConnections();
                await gap.WaitAsync(Soon);
                await client.Status.FirstAsync(s => s is ConnectionStatus.Connected).ToTask().WaitAsync(Soon);
            }
        }
    }

    [Test]
    public async Task A_disposed_client_can_be_collected()
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { IsQuiet = true });
        var client = await UseAsync();

        for (var i = 0; i < 50 && client.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.That(client.IsAlive, Is.False);

        async Task<WeakReference> UseAsync()
        {
            var used = Client(exchange, Watchful);
            await used.StartAsync().WaitAsync(Soon);
            await used.RoundTrips.FirstAsync().ToTask().WaitAsync(Soon);
            await used.DisposeAsync();
            return new WeakReference(used);
        }
    }

    [Test]
    public async Task An_unknown_key_is_refused_at_once()
    {
        await using var exchange = await SimulatedExchange.StartAsync();
        await using var client = new NexusClient(new NexusEndpoint(exchange.BaseUri, "wrong", "SPOT_BTC_USDT"), Watchful);

        Assert.That(async () => await client.StartAsync().WaitAsync(Soon), Throws.TypeOf<HttpRequestException>().With.Message.EqualTo("refused by the server: 401 Unauthorized"));
    }

    [Test]
    public async Task Pings_are_answered_and_the_clock_runs_in_a_silent_market()
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { IsQuiet = true });
        await using var client = Client(exchange, Watchful);
        var trips = client.RoundTrips.Take(3).ToList().ToTask();
        var tick = Observable.Timer(TimeSpan.FromMilliseconds(60), client.Feed.Clock).ToTask();

        await client.StartAsync().WaitAsync(Soon);

        Assert.That(await trips.WaitAsync(Soon), Is.All.GreaterThan(TimeSpan.Zero));
        await tick.WaitAsync(Soon);
    }

    private static NexusClient Client(SimulatedExchange exchange, NexusClientOptions options) =>
        new(new NexusEndpoint(exchange.BaseUri, "demo", "SPOT_BTC_USDT"), options);

    private static (int Threads, long Memory) Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return (process.Threads.Count, GC.GetTotalMemory(forceFullCollection: true));
    }
}
