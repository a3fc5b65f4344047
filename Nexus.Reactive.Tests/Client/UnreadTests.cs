using System.Net.WebSockets;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using System.Text;

namespace Nexus.Reactive.Tests.Client;

/// <summary>A server that does not read what the client sends, over a real socket.</summary>
[NonParallelizable]
public sealed class UnreadTests
{
    [Test]
    public async Task A_server_that_pings_and_never_reads_uses_no_memory_and_is_disconnected()
    {
        var ping = Encoding.UTF8.GetBytes(TestClient.Ping());
        var sent = 0;
        using var server = new NarrowServer(async socket =>
        {
            for (; sent < 3_000_000; sent++)
                await socket.SendAsync(ping, WebSocketMessageType.Text, true, CancellationToken.None);
        });
        await using var client = new NexusClient(server.Endpoint, new NexusClientOptions
        {
            AnswerServerPings = true,
            StaleAfter = TimeSpan.FromSeconds(1),
            ConfigureTcp = static socket => socket.SendBufferSize = 4096,
        });
        var left = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync().ToTask();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await client.StartAsync().WaitAsync(TimeSpan.FromMinutes(1));
        var status = await left.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.That(status.Reason, Is.EqualTo("the server does not read the messages that the client sends"));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(16_000_000), $"after {sent} pings");
    }
}
