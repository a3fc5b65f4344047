using System.Diagnostics;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using static Nexus.Examples.Tests.Client.RealTime;

namespace Nexus.Examples.Tests.Client;

/// <summary>
/// Measures the cost of many clients over real sockets; the server runs in the same process. <c>NEXUS_CLIENTS=1000</c> sets their number.
/// </summary>
[Category(Setting.Long)]
[NonParallelizable]
public sealed class ClientLoadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Test]
    public async Task A_client_uses_no_thread_of_its_own_and_leaks_no_resources()
    {
        var count = Setting.Get("NEXUS_CLIENTS", 50);
        await using var server = await SocketServer.StartAsync(static (_, socket, _) => SocketServer.Serve(socket));

        // The pools of sockets and arrays grow with the first run.
        await RunAsync(server, count);
        var before = Usage.Now();

        var during = await RunAsync(server, count);

        // The server detects the last closed socket with a delay.
        var after = Usage.Now();
        for (var clock = Stopwatch.StartNew(); after.Handles - before.Handles > 20 && clock.Elapsed < Soon; after = Usage.Now())
            await Task.Delay(50);
        TestContext.Out.WriteLine($"{count} clients: {before}, then {during}, then {after}");
        Assert.That(during.Threads - before.Threads, Is.LessThan(20));
        Assert.That((during.Bytes - before.Bytes) / count, Is.LessThan(300_000), "bytes a client, with the server's side of its connection");
        Assert.That(after.Bytes - before.Bytes, Is.LessThan(2_000_000 + 2_000L * count));
        Assert.That(after.Threads - before.Threads, Is.LessThan(20));
    }

    // Each client has an answer to two pings before the usage is read.
    private static async Task<Usage> RunAsync(SocketServer server, int count)
    {
        NexusClient[] clients = [.. Enumerable.Range(0, count).Select(_ => new NexusClient(server.Endpoint(), Quick with { PingInterval = TimeSpan.FromSeconds(1) }))];
        try
        {
            var trips = clients.Select(static client => client.RoundTrips.Take(2).LastAsync().ToTask()).ToArray();
            await Task.WhenAll(clients.Select(static client => client.StartAsync())).WaitAsync(Patience);
            await Task.WhenAll(trips).WaitAsync(Patience);
            return Usage.Now();
        }
        finally
        {
            await Task.WhenAll(clients.Select(static client => client.DisposeAsync().AsTask())).WaitAsync(Patience);
        }
    }

    private sealed record Usage(long Bytes, int Threads, int Handles)
    {
        public static Usage Now()
        {
            for (var i = 0; i < 2; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            using var process = Process.GetCurrentProcess();
            return new Usage(GC.GetTotalMemory(forceFullCollection: true), process.Threads.Count, process.HandleCount);
        }

        public override string ToString() => $"{Bytes / 1e6:0.0} MB, {Threads} threads, {Handles} handles";
    }
}
