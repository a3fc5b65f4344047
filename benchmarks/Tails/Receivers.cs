using System.Buffers.Text;
using System.Globalization;
using System.Net.WebSockets;
using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Nexus.Reactive.Benchmarks;

/// <summary>A way to receive the TRADEs of a server.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Connections">The number of sockets.</param>
/// <param name="ConnectAsync">Connects to the address; the result closes the sockets.</param>
internal sealed record Receiver(string Name, int Connections, Func<Uri, Action<long>, Task<IAsyncDisposable>> ConnectAsync)
{
    /// <summary>The ways that are compared. The first is the measure of the others.</summary>
    public static IReadOnlyList<Receiver> All { get; } =
    [
        new("ClientWebSocket, a bare loop", 1, static (address, add) => BareAsync(new Uri(address, "SPOT_S0_USDT"), add)),
        new("NexusClient, one subscriber", 1, static (address, add) => ClientAsync(address, add, static _ => Disposable.Empty)),
        new("… five operators, order tracking, a recorder", 1, static (address, add) => ClientAsync(address, add, Strategy)),
        new("… ten symbols combined, one subscriber", 10, CombinedAsync),
    ];

    private static NexusClientOptions Options { get; } = new() { PingInterval = Timeout.InfiniteTimeSpan, StaleAfter = Timeout.InfiniteTimeSpan };

    /// <summary>Reads the quantities of the TRADEs from a socket and converts nothing else.</summary>
    public static async Task<IAsyncDisposable> BareAsync(Uri address, Action<long> add)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, CancellationToken.None);
        var loop = Task.Run(async () =>
        {
            var buffer = new byte[65_536];
            while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: WebSocketMessageType.Text } received)
            {
                var text = buffer.AsSpan(0, received.Count);
                if (Utf8Parser.TryParse(text[(text.IndexOf("\"quantity\":"u8) + 11)..], out long quantity, out _))
                    add(quantity - PacedServer.Cycle);
            }
        });
        return new Closing(async () =>
        {
            socket.Abort();
            await Task.WhenAny(loop);
            socket.Dispose();
        });
    }

    private static async Task<IAsyncDisposable> ClientAsync(Uri address, Action<long> add, Func<NexusFeed, IDisposable> attach)
    {
        var client = new NexusClient(new NexusEndpoint(address, "key", "SPOT_S0_USDT"), Options);
        var attached = attach(client.Feed);
        client.Feed.Trades.Subscribe(trade => add((long)trade.Quantity - PacedServer.Cycle));
        await client.StartAsync(CancellationToken.None);
        return new Closing(async () =>
        {
            await client.DisposeAsync();
            attached.Dispose();
        });
    }

    private static async Task<IAsyncDisposable> CombinedAsync(Uri address, Action<long> add)
    {
        var clients = Enumerable.Range(0, 10).Select(i => new NexusClient(new NexusEndpoint(address, "key", string.Create(CultureInfo.InvariantCulture, $"SPOT_S{i}_USDT")), Options)).ToArray();
        var feed = NexusFeed.Combine(clients);
        feed.Trades.Subscribe(trade => add((long)trade.Quantity - PacedServer.Cycle));
        var connection = feed.Connect();
        await Task.WhenAll(clients.Select(static client => client.StartAsync(CancellationToken.None)));
        return new Closing(async () =>
        {
            connection.Dispose();
            await Task.WhenAll(clients.Select(static client => client.DisposeAsync().AsTask()));
        });
    }

    // The measured subscriber is added after these, so a message has passed all of them.
    private static CompositeDisposable Strategy(NexusFeed feed)
    {
        var file = Path.Combine(Path.GetTempPath(), $"nexus-tails-{Guid.NewGuid():N}.tsv");
        var recording = feed.RecordTo(file);
        return new CompositeDisposable(
            feed.VwapTumbling(TimeSpan.FromSeconds(1)).Subscribe(),
            feed.VwapSliding(TimeSpan.FromSeconds(1)).Subscribe(),
            feed.VwapByCount(100).Subscribe(),
            feed.Trades.Conflate(TimeSpan.FromMilliseconds(100), feed.Clock).Subscribe(),
            feed.Trades.DetectStale(TimeSpan.FromSeconds(1), feed.Clock).Subscribe(),
            feed.TrackOrders().Subscribe(),
            Disposable.Create(() =>
            {
                recording.DisposeAsync().AsTask().Wait();
                File.Delete(file);
            }));
    }
}
