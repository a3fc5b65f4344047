using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using static Nexus.Examples.Tests.Client.RealTime;

namespace Nexus.Examples.Tests.Client;

/// <summary>A combined feed whose subscriber is slower than its two sockets. The environment sets the duration: <c>NEXUS_GATE_SECONDS=60</c>.</summary>
[Category(Setting.Long)]
[NonParallelizable]
public sealed class CombinedLoadTests
{
    private const long MostGrowth = 32 * 1024 * 1024;

    // Ten times the number of messages that may wait for a client; before that, the first client has an advantage.
    private const long EnoughToCompare = 10 * 4096;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable("NEXUS_GATE_SECONDS") ?? "3", CultureInfo.InvariantCulture));

    [Test]
    public async Task A_slow_subscriber_slows_both_sockets_evenly_and_memory_stays_flat()
    {
        using var stop = new CancellationTokenSource();
        await using var btcServer = await ServerAsync("SPOT_BTC_USDT", stop.Token);
        await using var ethServer = await ServerAsync("SPOT_ETH_USDT", stop.Token);
        await using var btc = new NexusClient(new NexusEndpoint(btcServer.BaseUri, TestClient.Key, "SPOT_BTC_USDT"), Quick);
        await using var eth = new NexusClient(new NexusEndpoint(ethServer.BaseUri, TestClient.Key, "SPOT_ETH_USDT"), Quick);
        var feed = NexusFeed.Combine([btc, eth]);
        var shares = new long[2];
        feed.Trades.Subscribe(trade =>
        {
            shares[trade.Symbol.Base == "BTC" ? 0 : 1]++;
            Thread.SpinWait(2000);
        });
        using var connection = feed.Connect();
        await Task.WhenAll(btc.StartAsync(), eth.StartAsync()).WaitAsync(Soon);

        // The first fifth fills the queues and the sockets' buffers.
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (watch.Elapsed < Duration / 5)
            await timer.WaitForNextTickAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long[] early = [.. shares];
        var most = before;
        while (watch.Elapsed < Duration)
        {
            await timer.WaitForNextTickAsync();
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        }

        await stop.CancelAsync();
        long[] late = [shares[0] - early[0], shares[1] - early[1]];
        TestContext.Out.WriteLine($"shares {late[0]:N0} and {late[1]:N0} in {(Duration * 0.8).TotalSeconds:0} s, heap {before / 1e6:0.0} MB, then at most {most / 1e6:0.0} MB");
        Assert.That(late, Has.All.GreaterThan(0));
        if (late.Sum() > EnoughToCompare)
            Assert.That((double)late.Max() / late.Min(), Is.LessThan(2));
        Assert.That(most - before, Is.LessThan(MostGrowth));
    }

    // Sends as fast as the socket accepts data; the server stores no messages.
    private static Task<SocketServer> ServerAsync(string symbol, CancellationToken stop) => SocketServer.StartAsync(async (_, socket, _) =>
    {
        var trade = Encoding.UTF8.GetBytes($$$"""{"event":"TRADE","symbol":"{{{symbol}}}","timestamp":1723161255408,"data":{"price":1,"quantity":1,"side":"BUY"}}""");
        while (socket.State == WebSocketState.Open)
            await socket.SendAsync(trade, WebSocketMessageType.Text, true, stop);
    });
}
