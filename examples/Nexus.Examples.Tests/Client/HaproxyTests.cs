using System.Diagnostics;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Simulator;
using static Nexus.Examples.Tests.Client.RealTime;

namespace Nexus.Examples.Tests.Client;

/// <summary>Tests with HAProxy between the client and the simulator. They are skipped if HAProxy is not installed.</summary>
[NonParallelizable]
public sealed class HaproxyTests
{
    [Test]
    public async Task An_idle_connection_is_closed_by_the_proxy_and_pings_prevent_that()
    {
        var haproxy = Tool.Find("haproxy");
        await using var silent = await SocketServer.StartAsync((_, socket, _) => SocketServer.Serve(socket));
        using var proxy = await Proxy.StartAsync(haproxy, new Uri(silent.BaseUri).Port, tunnelTimeout: "1s");

        await using (var idle = proxy.CreateClient(Quick with { PingInterval = Timeout.InfiniteTimeSpan }))
        {
            var gap = idle.Feed.Gaps.FirstAsync().ToTask();
            var reconnected = idle.Status.OfType<ConnectionStatus.Connected>().Take(2).LastAsync().ToTask();
            await idle.StartAsync().WaitAsync(Soon);
            Assert.That((await gap.WaitAsync(Soon)).Reason, Is.Not.Empty.And.Not.Contains("inner exception"));
            await reconnected.WaitAsync(Soon);
        }

        await using (var pinging = proxy.CreateClient(Quick with { PingInterval = TimeSpan.FromMilliseconds(200) }))
        {
            var gaps = 0;
            pinging.Feed.Gaps.Subscribe(_ => gaps++);
            var trips = pinging.RoundTrips.Take(15).LastAsync().ToTask();
            await pinging.StartAsync().WaitAsync(Soon);
            await trips.WaitAsync(Soon);
            Assert.That(gaps, Is.Zero);
        }
    }

    [Test]
    public async Task An_unavailable_backend_is_reported_and_retried_until_it_returns()
    {
        var haproxy = Tool.Find("haproxy");
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Seed = 1, BookInterval = TimeSpan.FromMilliseconds(20) });
        using var proxy = await Proxy.StartAsync(haproxy, exchange.BaseUri.Port, tunnelTimeout: "1m");
        await exchange.StopListeningAsync();
        await using var client = proxy.CreateClient(Quick);
        var refused = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync().ToTask();
        var book = client.Feed.Books.FirstAsync().ToTask();

        var start = client.StartAsync();
        Assert.That((await refused.WaitAsync(Soon)).Reason, Is.EqualTo("refused by the server: 503 ServiceUnavailable"));
        await exchange.ListenAgainAsync();

        await start.WaitAsync(Soon);
        await book.WaitAsync(Soon);
    }

    [Test]
    public async Task A_reload_that_closes_the_connection_is_a_gap_and_the_new_process_is_used()
    {
        var haproxy = Tool.Find("haproxy");
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Seed = 1, BookInterval = TimeSpan.FromMilliseconds(20) });
        using var proxy = await Proxy.StartAsync(haproxy, exchange.BaseUri.Port, tunnelTimeout: "1m");
        await using var client = proxy.CreateClient(Quick);
        var seen = new List<string>();
        client.Feed.Where(static message => message is FeedGap or FeedResumed).Subscribe(message => seen.Add(message is FeedGap ? "gap" : "resumed"));
        await client.StartAsync().WaitAsync(Soon);
        await client.Feed.Books.FirstAsync().ToTask().WaitAsync(Soon);
        var resumed = client.Feed.Resumed.FirstAsync().ToTask();

        await proxy.ReloadAsync();

        await resumed.WaitAsync(Soon);
        await client.Feed.Books.FirstAsync().ToTask().WaitAsync(Soon);
        Assert.That(seen, Is.EqualTo(new[] { "gap", "resumed" }));
    }

    /// <summary>Runs HAProxy as a master with a worker: a reload starts a new worker, and the old one ends.</summary>
    private sealed class Proxy : IDisposable
    {
        private readonly Tool _tool;
        private readonly int _port;
        private readonly string _pid;

        private Proxy(Tool tool, int port, string pid)
        {
            _tool = tool;
            _port = port;
            _pid = pid;
        }

        public static async Task<Proxy> StartAsync(string haproxy, int backendPort, string tunnelTimeout)
        {
            var port = Tool.FreePort();
            var folder = Tool.NewFolder();
            var config = Path.Combine(folder.FullName, "haproxy.cfg");
            var pid = Path.Combine(folder.FullName, "pid");
            await File.WriteAllTextAsync(config, $"""
                global
                    hard-stop-after 200ms
                defaults
                    mode http
                    timeout connect 1s
                    timeout client 5s
                    timeout server 5s
                    timeout tunnel {tunnelTimeout}
                    retries 0
                frontend exchange
                    bind 127.0.0.1:{port}
                    default_backend simulator
                backend simulator
                    server one 127.0.0.1:{backendPort}

                """);
            var tool = Tool.Start(haproxy, folder, "-W", "-p", pid, "-f", config);
            await Tool.WaitForPortAsync(port);

            // The worker may listen before the master has started completely.
            await tool.WaitForLogAsync("Loading success");
            return new Proxy(tool, port, pid);
        }

        public NexusClient CreateClient(NexusClientOptions options) =>
            new(new NexusEndpoint($"ws://127.0.0.1:{_port}/ws", "demo", "SPOT_BTC_USDT"), options);

        public async Task ReloadAsync()
        {
            using var kill = Process.Start("kill", ["-USR2", (await File.ReadAllTextAsync(_pid)).Trim()]);
            await kill.WaitForExitAsync();
        }

        public void Dispose() => _tool.Dispose();
    }
}
