using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Websocket.Client;
using static Nexus.Examples.Tests.Client.RealTime;
using static Nexus.Examples.Tests.Client.SocketServer;

namespace Nexus.Examples.Tests.Client;

/// <summary>Tests an application's own Websocket.Client as a feed, on a real server with cuts: no message is lost, duplicated or reordered.</summary>
public sealed class WebsocketClientTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");

    [TestCase("abort")]
    [TestCase("close")]
    [TestCase("half a message")]
    [TestCase("by user")]
    [TestCase("silence")]
    public async Task Each_connection_arrives_once_in_order_and_each_cut_is_a_gap_with_an_end(string how)
    {
        const int Connections = 6;
        const int Messages = 300;
        await using var server = await SocketServer.StartAsync(async (number, socket, context) =>
        {
            for (var i = 0; i < Messages; i++)
                await Send(socket, $"{number} {i}");
            if (number >= Connections - 1 || how == "by user")
            {
                if (number < Connections - 1)
                    await socket.ReceiveAsync(new byte[64], CancellationToken.None);
                for (var i = Messages; number < Connections - 1; i++)
                {
                    // Kestrel accepts messages to a disconnected client, so only this ends the loop.
                    context.RequestAborted.ThrowIfCancellationRequested();
                    await Send(socket, $"{number} {i}");
                }

                await Send(socket, "the end");
                await Serve(socket);
            }

            // Websocket.Client can miss a connection that is cut while it opens.
            await socket.ReceiveAsync(new byte[64], CancellationToken.None);
            if (how == "close")
                await socket.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "maintenance\r\n", CancellationToken.None);
            else if (how == "silence")
                await Serve(socket);
            else if (how == "half a message")
                await socket.SendAsync("half"u8.ToArray(), WebSocketMessageType.Text, false, CancellationToken.None);
            if (how is "abort" or "half a message")
                context.Abort();
        });
        using var client = NewClient(server);
        client.ReconnectionHappened.Subscribe(_ => client.Send("opened"));
        var feed = client.ToNexusFeed(Btc);
        var seen = new ConcurrentQueue<string>();
        var end = feed.Do(message => seen.Enqueue(Text(message))).OfType<MalformedMessage>().FirstAsync(static message => message.Text == "the end").ToTask();
        using var connection = feed.Connect();
        if (how == "by user")
            feed.Malformed.Where(static message => message.Text.EndsWith($" {Messages + 50}", StringComparison.Ordinal)).Take(Connections - 1).Subscribe(message => _ = Task.Run(client.Reconnect));

        await client.Start();
        await end.WaitAsync(Soon);

        var segments = seen.SplitAtGaps();
        Assert.That(segments, Has.Count.EqualTo(Connections));
        for (var c = 0; c < segments.Count; c++)
            Assert.That(segments[c].TakeWhile(static text => text != "the end"), Is.EqualTo(Enumerable.Range(0, segments[c].Count(static text => text != "the end")).Select(i => $"{c} {i}")), $"connection {c}");
        if (how == "close")
            Assert.That(segments.Take(Connections - 1).Select(static segment => segment.Count), Is.All.EqualTo(Messages));
    }

    [Test]
    public async Task A_slow_subscriber_sees_no_overlap_while_fake_messages_and_a_new_connection_come_in()
    {
        await using var server = await SocketServer.StartAsync(async (number, socket, context) =>
        {
            for (var i = 0; i < 50; i++)
                await Send(socket, $"{number} {i}");
            await socket.ReceiveAsync(new byte[64], CancellationToken.None);
            if (number == 0)
                context.Abort();
            await Serve(socket);
        });
        using var client = NewClient(server);
        client.ReconnectionHappened.Subscribe(_ => client.Send("opened"));
        var feed = client.ToNexusFeed(Btc);
        var (inside, overlaps) = (0, 0);
        var seen = new List<string>();
        feed.Subscribe(message =>
        {
            if (Interlocked.Increment(ref inside) != 1)
                overlaps++;
            Thread.SpinWait(20_000);
            seen.Add(Text(message));
            Interlocked.Decrement(ref inside);
        });
        var first = feed.Malformed.FirstAsync().ToTask();
        var last = feed.Malformed.FirstAsync(static message => message.Text == "1 49").ToTask();
        using var connection = feed.Connect();

        await client.Start();
        await first.WaitAsync(Soon);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 25; i++)
                client.StreamFakeMessage(ResponseMessage.TextMessage("fake"));
        })));
        await last.WaitAsync(Soon);

        Assert.That(overlaps, Is.Zero);
        Assert.That(seen.Count(static text => text == "fake"), Is.EqualTo(100));
        Assert.That(seen.Where(static text => text.StartsWith("1 ", StringComparison.Ordinal)), Is.EqualTo(Enumerable.Range(0, 50).Select(static i => $"1 {i}")));
    }

    [Test]
    public async Task Binary_messages_are_read_as_text_as_bytes_and_as_streams([Values] bool asStream)
    {
        await using var server = await SocketServer.StartAsync(async (_, socket, _) =>
        {
            await socket.SendAsync("bin\u00e4r"u8.ToArray(), WebSocketMessageType.Binary, true, CancellationToken.None);
            await Serve(socket);
        });
        using var client = NewClient(server);
        client.IsStreamDisposedAutomatically = !asStream;
        var feed = client.ToNexusFeed(Btc);
        var text = feed.Malformed.Select(static message => message.Text).FirstAsync().ToTask();
        using var connection = feed.Connect();

        await client.Start();

        Assert.That(await text.WaitAsync(Soon), Is.EqualTo("binär"));
    }

    [Test]
    public async Task A_subscriber_that_throws_does_not_cut_the_connection()
    {
        await using var server = await SocketServer.StartAsync(async (_, socket, _) =>
        {
            await Send(socket, "one");
            await Send(socket, "two");
            await Serve(socket);
        });
        using var client = NewClient(server);
        var faults = new List<SubscriberFault>();
        var feed = client.ToNexusFeed(Btc, new NexusFeedOptions { UnobservedFault = faults.Add });
        var cuts = 0;
        client.DisconnectionHappened.Subscribe(_ => cuts++);
        feed.Subscribe(_ => throw new InvalidOperationException("mine"));
        var both = feed.Malformed.Take(2).ToList().ToTask();
        using var connection = feed.Connect();

        await client.Start();

        Assert.That((await both.WaitAsync(Soon)).Select(static message => message.Text), Is.EqualTo(new[] { "one", "two" }));
        Assert.That((faults.Count, cuts), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Disposal_completes_the_feed_once_and_after_the_message_that_is_being_delivered()
    {
        await using var server = await SocketServer.StartAsync(async (_, socket, _) =>
        {
            await Send(socket, "one");
            await Serve(socket);
        });
        var client = NewClient(server);
        var feed = client.ToNexusFeed(Btc);
        var seen = new ConcurrentQueue<string>();
        feed.Subscribe(
            message =>
            {
                seen.Enqueue("in");
                client.Dispose();
                seen.Enqueue("out");
            },
            () => seen.Enqueue("|"));
        var end = feed.LastOrDefaultAsync().ToTask();
        using var connection = feed.Connect();

        // The client is disposed during the start.
        await client.Start().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await end.WaitAsync(Soon);

        Assert.That(seen, Is.EqualTo(new[] { "in", "out", "|" }));
    }

    [Test]
    public async Task A_stop_is_a_gap_and_a_start_from_anywhere_ends_it_at_its_first_message()
    {
        await using var server = await SocketServer.StartAsync(async (number, socket, _) =>
        {
            await Send(socket, $"{number}");
            await Serve(socket);
        });
        using var client = NewClient(server);
        var feed = client.ToNexusFeed(Btc);
        var seen = new ConcurrentQueue<string>();
        feed.Subscribe(message => seen.Enqueue(Text(message)));
        using var connection = feed.Connect();

        // The application restarts its client while it handles a message.
        var restarted = client.MessageReceived.Take(1).SelectMany(async _ =>
        {
            await Task.Yield();
            await client.Stop(WebSocketCloseStatus.NormalClosure, "");
            await client.Start();
            return true;
        }).ToTask();
        var second = feed.Malformed.FirstAsync(static message => message.Text == "1").ToTask();
        await client.Start();
        await restarted.WaitAsync(Soon);
        await second.WaitAsync(Soon);

        Assert.That(seen, Is.EqualTo(new[] { "0", """{"event":"FEED_GAP","symbol":"SPOT_BTC_USDT","data":{"reason":"disconnected by the application"}}""", ClientText.Resumed, "1" }));
    }

    [Test]
    public async Task Failed_attempts_before_the_first_connection_are_no_gap_and_no_reason_contains_the_key()
    {
        var dials = 0;
        await using var server = await SocketServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref dials) is not (3 or 7))
            {
                context.Response.StatusCode = 503;
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await Send(socket, $"{dials}");
            if (dials == 3)
                await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, $"key {TestClient.Key} \u001b[2J", CancellationToken.None);
            else
                await Serve(socket);
        });
        using var client = NewClient(server);
        client.ErrorReconnectTimeout = TimeSpan.FromMilliseconds(10);
        var feed = client.ToNexusFeed(Btc);
        var seen = new ConcurrentQueue<string>();
        var end = feed.Do(message => seen.Enqueue(Text(message))).OfType<MalformedMessage>().FirstAsync(static message => message.Text == "7").ToTask();
        using var connection = feed.Connect();

        await client.Start();
        await end.WaitAsync(Soon);

        Assert.That(seen, Is.EqualTo(new[] { "3", """{"event":"FEED_GAP","symbol":"SPOT_BTC_USDT","data":{"reason":"closed by the server: 1008 key *** [2J"}}""", ClientText.Resumed, "7" }));
    }

    [Test]
    public void ToNexusFeed_requires_a_client_and_a_symbol()
    {
        using var client = new WebsocketClient(new Uri("ws://localhost/ws"));

        Assert.Multiple(() =>
        {
            Assert.That(() => ((IWebsocketClient)null!).ToNexusFeed(Btc), Throws.ArgumentNullException);
            Assert.That(() => client.ToNexusFeed(default), Throws.ArgumentException);
        });
    }

    private static WebsocketClient NewClient(SocketServer server) =>
        new(new Uri($"{server.BaseUri}/{TestClient.Key}/{Btc}")) { ReconnectTimeout = TimeSpan.FromSeconds(1) };

    private static string Text(NexusMessage message) => message switch
    {
        MalformedMessage malformed => malformed.Text,
        FeedGap gap => ClientText.Gap(gap.Reason),
        FeedResumed => ClientText.Resumed,
        _ => message.ToString(),
    };

    private static class ClientText
    {
        public const string Resumed = """{"event":"FEED_RESUMED","symbol":"SPOT_BTC_USDT"}""";

        public static string Gap(string reason) => $$$"""{"event":"FEED_GAP","symbol":"SPOT_BTC_USDT","data":{"reason":"{{{reason}}}"}}""";
    }
}
