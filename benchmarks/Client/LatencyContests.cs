using System.Reactive.Disposables;
using System.Reactive.Linq;
using Websocket.Client;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Measures one message at a time, from its sending to its receipt.</summary>
internal sealed class LatencyContests : IContests
{
    private const int Messages = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public int Order => 8;

    public IEnumerable<Contest> All()
    {
        var frames = LoopbackServer.Frames([Wire.Trades(1).First()]);
        using var open = new CompositeDisposable();
        yield return new Contest("latency of a TRADE", Messages, Ours(open, frames), Adapter(open, frames), Text(open, frames));
    }

    private static Candidate Ours(CompositeDisposable open, byte[] frames)
    {
        var (server, received) = Create(open, frames);
        var client = new NexusClient(
            new NexusEndpoint(server.Address, "key", "SPOT_BTC_USDT"),
            new NexusClientOptions { PingInterval = Timeout.InfiniteTimeSpan, StaleAfter = Timeout.InfiniteTimeSpan });
        open.Add(Disposable.Create(client, static client => client.StopAsync().GetAwaiter().GetResult()));
        client.Feed.Trades.Subscribe(_ => received.Release());
        client.StartAsync().GetAwaiter().GetResult();
        return new Candidate("NexusClient", () => Run(server, received));
    }

    private static Candidate Adapter(CompositeDisposable open, byte[] frames)
    {
        var (server, received) = Create(open, frames);
        var client = CreateClient(open, server);
        var feed = client.ToNexusFeed(Symbol.Parse("SPOT_BTC_USDT"));
        feed.Trades.Subscribe(_ => received.Release());
        open.Add(feed.Connect());
        client.StartOrFail().GetAwaiter().GetResult();
        return new Candidate("Websocket.Client with ToNexusFeed", () => Run(server, received));
    }

    private static Candidate Text(CompositeDisposable open, byte[] frames)
    {
        var (server, received) = Create(open, frames);
        var client = CreateClient(open, server);
        client.MessageReceived.Where(static message => message.Text is not null).Subscribe(_ => received.Release());
        client.StartOrFail().GetAwaiter().GetResult();
        return new Candidate("Websocket.Client: text, not decoded", () => Run(server, received));
    }

    private static WebsocketClient CreateClient(CompositeDisposable open, LoopbackServer server)
    {
        var client = new WebsocketClient(server.Address) { IsReconnectionEnabled = false, ReconnectTimeout = null };
        open.Add(client);
        return client;
    }

    private static (LoopbackServer Server, SemaphoreSlim Received) Create(CompositeDisposable open, byte[] frames)
    {
        var server = new LoopbackServer(frames);
        var received = new SemaphoreSlim(0);
        open.Add(server);
        return (server, received);
    }

    private static long Run(LoopbackServer server, SemaphoreSlim received)
    {
        for (var i = 0; i < Messages; i++)
        {
            server.Go();
            if (!received.Wait(Patience))
                throw new InvalidOperationException("A message was not received.");
        }

        return Messages;
    }
}
