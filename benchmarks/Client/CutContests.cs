using System.Reactive.Disposables;
using System.Reactive.Linq;
using Websocket.Client;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Reactions to a connection that the server cuts: until the gap, and until the first message of the next connection. Neither client waits before it reconnects.</summary>
internal sealed class CutContests : IContests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public int Order => 8;

    public IEnumerable<Contest> All()
    {
        using var open = new CompositeDisposable();
        var frame = LoopbackServer.Frames(Wire.Trades(1));
        var (ours, adapter) = (Ours(open, frame), Adapter(open, frame));
        yield return new Contest("loopback, a cut: to its gap", 1, ours.ToGap(), adapter.ToGap());
        yield return new Contest("loopback, a cut: to the next message", 1, ours.ToMessage(), adapter.ToMessage());
    }

    private static Reaction Ours(CompositeDisposable open, byte[] frame)
    {
        var reaction = new Reaction("NexusClient", frame);
        var client = new NexusClient(
            new NexusEndpoint(reaction.Server.Address, "key", "SPOT_BTC_USDT"),
            new NexusClientOptions { ReconnectDelay = TimeSpan.Zero, MaxReconnectDelay = TimeSpan.Zero });
        open.Add(Disposable.Create(client, static client => client.StopAsync().GetAwaiter().GetResult()));
        reaction.Watch(client.Feed, client.Status.OfType<ConnectionStatus.Connected>());
        open.Add(reaction);
        client.StartAsync().GetAwaiter().GetResult();
        return reaction;
    }

    private static Reaction Adapter(CompositeDisposable open, byte[] frame)
    {
        var reaction = new Reaction("Websocket.Client with ToNexusFeed", frame);
        var client = new WebsocketClient(new Uri($"{reaction.Server.Address}/key/SPOT_BTC_USDT")) { LostReconnectTimeout = null, ErrorReconnectTimeout = TimeSpan.FromMilliseconds(1) };
        open.Add(client);
        var feed = client.ToNexusFeed(Symbol.Parse("SPOT_BTC_USDT"));
        reaction.Watch(feed, client.ReconnectionHappened);
        open.Add(feed.Connect());
        open.Add(reaction);
        client.StartOrFail().GetAwaiter().GetResult();
        return reaction;
    }

    /// <summary>A client's server, and the events of its feed.</summary>
    private sealed class Reaction(string name, byte[] frame) : IDisposable
    {
        private readonly ManualResetEventSlim _message = new();
        private readonly ManualResetEventSlim _gap = new();
        private readonly ManualResetEventSlim _opened = new();

        public CuttingServer Server { get; } = new(frame);

        public void Watch<T>(NexusFeed feed, IObservable<T> opened)
        {
            opened.Subscribe(_ => _opened.Set());
            feed.Gaps.Subscribe(_ => _gap.Set());
            feed.Trades.Subscribe(_ => _message.Set());
        }

        public Candidate ToGap() => new(name, () => Cut(_gap), AwaitConnection);

        public Candidate ToMessage() => new(name, () => Cut(_message), AwaitConnection);

        public void Dispose()
        {
            Server.Dispose();
            _message.Dispose();
            _gap.Dispose();
            _opened.Dispose();
        }

        private void AwaitConnection()
        {
            // Websocket.Client may not detect a cut that precedes ReconnectionHappened.
            Await(_message);
            Await(_opened);
            _opened.Reset();
            _message.Reset();
            _gap.Reset();
        }

        private long Cut(ManualResetEventSlim end)
        {
            Server.Cut();
            Await(end);
            return 1;
        }

        // A run to the gap leaves the message to the next preparation, and a run to the message has received it already.
        private void Await(ManualResetEventSlim due)
        {
            if (!due.Wait(Patience))
                throw new InvalidOperationException($"{name} did not react to a cut.");
        }
    }
}
