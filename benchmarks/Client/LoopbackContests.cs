using System.Globalization;
using System.Net.WebSockets;
using System.Reactive.Disposables;
using Websocket.Client;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Sends messages over loopback, measured from the first one sent to the last one received. This library decodes them and has one subscriber per kind; the others do not.</summary>
/// <remarks>Both ends are in this process. Each candidate has its own connection and server; all servers write the same bytes.</remarks>
internal sealed class LoopbackContests : IContests
{
    private const int Count = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public int Order => 7;

    public IEnumerable<Contest> All()
    {
        using var small = new CompositeDisposable();
        yield return Of(small, "TRADE, ORDER_UPDATE", Wire.Trades(Count).Zip(Wire.OrderUpdates(Count), static (trade, update) => new[] { trade, update }).SelectMany(static pair => pair));
        small.Dispose();
        using var large = new CompositeDisposable();
        yield return Of(large, "BOOK of 20", Wire.Books(Count, 20));
    }

    private static Contest Of(CompositeDisposable open, string kinds, IEnumerable<string> messages)
    {
        var sent = messages.Take(Count).ToArray();
        var frames = LoopbackServer.Frames(sent);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"loopback, {kinds}: {sent.Average(static message => message.Length):0} bytes"),
            Count,
            Ours(open, frames),
            Adapter(open, frames),
            WebsocketClient(open, frames),
            BareSocket(open, frames));
    }

    private static Candidate Ours(CompositeDisposable open, byte[] frames)
    {
        var server = new LoopbackServer(frames);
        var tally = new Tally();
        open.Add(server);
        open.Add(tally);
        var client = new NexusClient(
            new NexusEndpoint(server.Address, "key", "SPOT_BTC_USDT"),
            new NexusClientOptions { PingInterval = Timeout.InfiniteTimeSpan, StaleAfter = Timeout.InfiniteTimeSpan });
        open.Add(Disposable.Create(client, static client => client.StopAsync().GetAwaiter().GetResult()));
        client.Feed.Pings.Subscribe(_ => tally.Add());
        client.Feed.Books.Subscribe(_ => tally.Add());
        client.Feed.Trades.Subscribe(_ => tally.Add());
        client.Feed.OrderUpdates.Subscribe(_ => tally.Add());
        client.Feed.Transactions.Subscribe(_ => tally.Add());
        client.StartAsync().GetAwaiter().GetResult();
        return new Candidate("NexusClient: decoded, one subscriber per kind", () => tally.Await(server));
    }

    private static Candidate Adapter(CompositeDisposable open, byte[] frames)
    {
        var server = new LoopbackServer(frames);
        var tally = new Tally();
        open.Add(server);
        open.Add(tally);
        var client = new WebsocketClient(server.Address) { IsReconnectionEnabled = false, ReconnectTimeout = null };
        open.Add(client);
        var feed = client.ToNexusFeed(Symbol.Parse("SPOT_BTC_USDT"));
        feed.Pings.Subscribe(_ => tally.Add());
        feed.Books.Subscribe(_ => tally.Add());
        feed.Trades.Subscribe(_ => tally.Add());
        feed.OrderUpdates.Subscribe(_ => tally.Add());
        feed.Transactions.Subscribe(_ => tally.Add());
        open.Add(feed.Connect());
        client.StartOrFail().GetAwaiter().GetResult();
        return new Candidate("Websocket.Client with ToNexusFeed: decoded, one subscriber per kind", () => tally.Await(server));
    }

    private static Candidate WebsocketClient(CompositeDisposable open, byte[] frames)
    {
        var server = new LoopbackServer(frames);
        var tally = new Tally();
        open.Add(server);
        open.Add(tally);
        var client = new WebsocketClient(server.Address) { IsReconnectionEnabled = false, ReconnectTimeout = null };
        open.Add(client);
        client.MessageReceived.Subscribe(message =>
        {
            if (message.Text is not null)
                tally.Add();
        });
        client.StartOrFail().GetAwaiter().GetResult();
        return new Candidate("Websocket.Client: text, not decoded", () => tally.Await(server));
    }

    private static Candidate BareSocket(CompositeDisposable open, byte[] frames)
    {
        var server = new LoopbackServer(frames);
        var tally = new Tally();
        open.Add(server);
        open.Add(tally);
        var socket = new ClientWebSocket();
        open.Add(socket);
        socket.ConnectAsync(server.Address, CancellationToken.None).GetAwaiter().GetResult();
        _ = Task.Run(async () =>
        {
            var buffer = new byte[65_536];
            while (true)
            {
                if ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).EndOfMessage)
                    tally.Add();
            }
        });
        return new Candidate("ClientWebSocket: bytes, without text", () => tally.Await(server));
    }

    /// <summary>Counts received messages; every message of every round must arrive.</summary>
    private sealed class Tally : IDisposable
    {
        private readonly ManualResetEventSlim _all = new();
        private long _seen;
        private long _due;

        public void Add()
        {
            if (++_seen == Volatile.Read(ref _due))
                _all.Set();
        }

        public void Dispose() => _all.Dispose();

        public long Await(LoopbackServer server)
        {
            if (Volatile.Read(ref _seen) != _due)
                throw new InvalidOperationException($"{_seen} messages were received, but {_due} were sent.");
            _all.Reset();
            Volatile.Write(ref _due, _due + Count);
            server.Go();
            if (!_all.Wait(Patience))
                throw new InvalidOperationException($"{_seen} messages were received, but {_due} were sent.");
            return _seen;
        }
    }
}
