using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using static Nexus.Examples.Tests.Client.RealTime;
using static Nexus.Examples.Tests.Client.SocketServer;

namespace Nexus.Examples.Tests.Client;

/// <summary>Tests of the client over open real sockets.</summary>
public sealed class SocketTests
{
    [Test]
    public async Task Messages_arrive_whole_in_order_and_a_ping_comes_back()
    {
        await using var server = await SocketServer.StartAsync(async (_, socket, _) =>
        {
            await Send(socket, "one");
            await socket.SendAsync("tw"u8.ToArray(), WebSocketMessageType.Text, false, CancellationToken.None);
            await socket.SendAsync("ö"u8.ToArray().AsMemory(0, 1), WebSocketMessageType.Text, false, CancellationToken.None);
            await socket.SendAsync("ö"u8.ToArray().AsMemory(1, 1), WebSocketMessageType.Text, true, CancellationToken.None);
            await socket.SendAsync("binary ö"u8.ToArray(), WebSocketMessageType.Binary, true, CancellationToken.None);
            await Send(socket, "");
            await Serve(socket);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick);
        var raw = client.RawMessages.Take(5).ToList().ToTask();
        var trip = client.RoundTrips.FirstAsync().ToTask();
        var ping = client.Feed.Pings.FirstAsync().ToTask();

        await client.StartAsync().WaitAsync(Soon);

        Assert.That(await raw.WaitAsync(Soon), Is.EqualTo(new[] { "one", "twö", "binary ö", "", TestClient.Ping() }));
        Assert.That(await trip.WaitAsync(Soon), Is.GreaterThan(TimeSpan.Zero));
        await ping.WaitAsync(Soon);
    }

    [TestCase("abort")]
    [TestCase("close")]
    [TestCase("return")]
    [TestCase("half a message")]
    public async Task A_dropped_connection_is_one_gap_without_loss_duplicates_or_reordering(string how)
    {
        const int Connections = 8;
        const int Messages = 200;
        await using var server = await SocketServer.StartAsync(async (number, socket, context) =>
        {
            for (var i = 0; i < Messages; i++)
                await Send(socket, $"{number} {i}");
            if (number == Connections - 1)
                await Serve(socket);
            else if (how == "close")
                await socket.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "maintenance", CancellationToken.None);
            else if (how == "half a message")
                await socket.SendAsync("half"u8.ToArray(), WebSocketMessageType.Text, false, CancellationToken.None);
            if (how is "abort" or "half a message")
            {
                await socket.ReceiveAsync(new byte[1024], CancellationToken.None);
                context.Abort();
            }
        });
        await using var client = new NexusClient(server.Endpoint(), Quick with { PingInterval = TimeSpan.FromMilliseconds(50) });
        var raw = new ConcurrentQueue<string>();
        using var all = client.RawMessages.Where(text => !text.Contains("PING", StringComparison.Ordinal)).Subscribe(raw.Enqueue);
        var last = client.RawMessages.FirstAsync(text => text == $"{Connections - 1} {Messages - 1}").ToTask();

        await client.StartAsync().WaitAsync(Soon);
        await last.WaitAsync(Soon);

        var segments = raw.SplitAtGaps();
        Assert.That(segments, Has.Count.EqualTo(Connections));
        for (var c = 0; c < Connections; c++)
        {
            // Only messages that were in transit when the connection was cut are lost.
            var count = how == "close" || c == Connections - 1 ? Messages : segments[c].Count;
            Assert.That(segments[c], Is.EqualTo(Enumerable.Range(0, count).Select(i => $"{c} {i}")));
        }
    }

    [Test]
    public async Task A_connection_that_becomes_silent_is_replaced()
    {
        await using var server = await SocketServer.StartAsync(async (number, socket, _) =>
        {
            if (number == 0)
                await socket.ReceiveAsync(new byte[1024], CancellationToken.None);
            await Serve(socket);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick with { StaleAfter = TimeSpan.FromMilliseconds(100), PingInterval = TimeSpan.FromSeconds(30) });
        var statuses = client.Status.TakeUntil(s => s is ConnectionStatus.Reconnecting).ToList().ToTask();

        await client.StartAsync().WaitAsync(Soon);

        Assert.That((await statuses.WaitAsync(Soon)).TakeLast(3).Select(s => s.GetType().Name), Is.EqualTo(new[] { "Connected", "Stale", "Reconnecting" }));
        await client.Feed.Gaps.FirstAsync().ToTask().WaitAsync(Soon);
    }

    [Test]
    public async Task A_message_above_the_limit_ends_the_connection_with_a_clear_reason()
    {
        await using var server = await SocketServer.StartAsync(async (number, socket, _) =>
        {
            await Send(socket, new string('x', 1000));
            if (number == 0)
                await Send(socket, new string('y', 1001));
            await Serve(socket);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick with { MaxMessageBytes = 1000 });
        var gap = client.Feed.Gaps.FirstAsync().ToTask();
        var lengths = client.RawMessages.Where(text => text[0] is 'x' or 'y').Take(2).Select(text => text[0]).ToList().ToTask();

        await client.StartAsync().WaitAsync(Soon);

        Assert.That((await gap.WaitAsync(Soon)).Reason, Is.EqualTo("a message exceeds the limit of 1000 bytes"));
        Assert.That(await lengths.WaitAsync(Soon), Is.EqualTo("xx"));
    }

    [Test]
    public async Task Messages_of_any_size_arrive_whole()
    {
        int[] lengths = [1, 125, 126, 65_535, 3_000_000, 1, 65_536, 16_384, 16_385, 0, 200_000, 7];
        await using var server = await SocketServer.StartAsync(async (_, socket, _) =>
        {
            foreach (var length in lengths)
                await Send(socket, new string((char)('a' + length % 26), length));
            await Serve(socket);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick);
        var texts = client.RawMessages.Take(lengths.Length).ToList().ToTask();

        await client.StartAsync().WaitAsync(Soon);

        Assert.That((await texts.WaitAsync(Soon)).Select(text => (text.Length, text.Distinct().FirstOrDefault())), Is.EqualTo(lengths.Select(length => (length, length == 0 ? default : (char)('a' + length % 26)))));
    }

    [Test]
    public async Task A_subscriber_that_throws_does_not_harm_the_socket()
    {
        await using var server = await SocketServer.StartAsync(async (number, socket, _) =>
        {
            for (var i = 0; i < 100; i++)
                await Send(socket, $"{number} {i}");
            await Serve(socket);
        });
        var faults = new ConcurrentQueue<SubscriberFault>();
        await using var client = new NexusClient(server.Endpoint(), Quick with { Feed = new() { UnobservedFault = faults.Enqueue } });
        using var thrower = client.RawMessages.Subscribe(_ => throw new InvalidOperationException());
        using var another = client.Feed.Malformed.Subscribe(_ => throw new InvalidOperationException());
        var last = client.RawMessages.FirstAsync(text => text == "0 99").ToTask();

        await client.StartAsync().WaitAsync(Soon);
        await last.WaitAsync(Soon);

        Assert.That(faults.Select(f => f.Stream), Is.EquivalentTo(new[] { "RawMessages", "Malformed" }));
    }

    [Test]
    public async Task Stop_and_dispose_on_the_reading_thread_do_not_deadlock_when_blocked_on()
    {
        await using var server = await SocketServer.StartAsync((_, socket, _) => Serve(socket));
        await using var client = new NexusClient(server.Endpoint(), Quick);
        var stopped = new TaskCompletionSource();
        var disposed = new TaskCompletionSource();
        using var stop = client.Feed.Pings.Take(1).Subscribe(_ =>
        {
            client.StopAsync().Wait();
            stopped.SetResult();
        });
        await client.StartAsync().WaitAsync(Soon);
        await stopped.Task.WaitAsync(Soon);

        using var dispose = client.Feed.Pings.Take(1).Subscribe(_ =>
        {
            client.DisposeAsync().AsTask().Wait();
            disposed.SetResult();
        });
        await client.StartAsync().WaitAsync(Soon);
        await disposed.Task.WaitAsync(Soon);
        await client.RawMessages.LastOrDefaultAsync().ToTask().WaitAsync(Soon);
    }

    [Test]
    public async Task The_server_sees_a_proper_close_at_a_stop()
    {
        var seen = new TaskCompletionSource<WebSocketCloseStatus?>();
        await using var server = await SocketServer.StartAsync(async (_, socket, _) =>
        {
            await Serve(socket);
            seen.TrySetResult(socket.CloseStatus);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick);

        await client.StartAsync().WaitAsync(Soon);
        await client.StopAsync().WaitAsync(Soon);

        Assert.That(await seen.Task.WaitAsync(Soon), Is.EqualTo(WebSocketCloseStatus.NormalClosure));
    }

    [Test]
    public async Task A_start_on_a_synchronization_context_reads_the_socket_on_other_threads()
    {
        await using var server = await SocketServer.StartAsync((_, socket, _) => Serve(socket));
        await using var client = new NexusClient(server.Endpoint(), Quick);
        var context = new CountingContext();
        var ping = client.Feed.Pings.FirstAsync().ToTask();

        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        var start = client.StartAsync();
        SynchronizationContext.SetSynchronizationContext(before);

        await start.WaitAsync(Soon);
        await ping.WaitAsync(Soon);
        Assert.That(context.Posts, Is.Zero);
    }

    private sealed class CountingContext : SynchronizationContext
    {
        private int _posts;

        public int Posts => _posts;

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _posts);
            base.Post(d, state);
        }
    }
}
