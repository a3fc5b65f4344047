using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Nexus.Reactive.Tests.Client;

/// <summary>The client over real sockets.</summary>
public sealed class SocketTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private static readonly NexusClientOptions Quick = new()
    {
        ReconnectDelay = TimeSpan.FromMilliseconds(1),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(1),
    };

    [Test]
    public async Task Messages_arrive_whole_in_order_and_a_ping_comes_back()
    {
        await using var server = await SocketServer.StartAsync(async (_, socket, _) =>
        {
            await SocketServer.Send(socket, "one");
            await socket.SendAsync("tw"u8.ToArray(), WebSocketMessageType.Text, false, CancellationToken.None);
            await socket.SendAsync("ö"u8.ToArray().AsMemory(0, 1), WebSocketMessageType.Text, false, CancellationToken.None);
            await socket.SendAsync("ö"u8.ToArray().AsMemory(1, 1), WebSocketMessageType.Text, true, CancellationToken.None);
            await socket.SendAsync("binary ö"u8.ToArray(), WebSocketMessageType.Binary, true, CancellationToken.None);
            await SocketServer.Send(socket, "");
            await SocketServer.Serve(socket);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick);
        var raw = client.RawMessages.Take(5).ToList().ToTask();
        var trip = client.RoundTrips.FirstAsync().ToTask();
        var ping = client.Feed.Pings.FirstAsync().ToTask();

        await client.StartAsync().WaitAsync(Soon);

        Assert.That(await raw.WaitAsync(Soon), Is.EqualTo(new[] { "one", "twö", "binary ö", "", ClientHarness.Ping() }));
        Assert.That(await trip.WaitAsync(Soon), Is.GreaterThan(TimeSpan.Zero));
        await ping.WaitAsync(Soon);
    }

    [TestCase("abort")]
    [TestCase("close")]
    [TestCase("return")]
    [TestCase("half a message")]
    public async Task A_dropped_connection_is_one_gap_and_nothing_is_lost_doubled_or_out_of_order(string how)
    {
        const int Connections = 8;
        const int Messages = 200;
        await using var server = await SocketServer.StartAsync(async (number, socket, context) =>
        {
            for (var i = 0; i < Messages; i++)
                await SocketServer.Send(socket, $"{number} {i}");
            if (number == Connections - 1)
                await SocketServer.Serve(socket);
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
            // What was still on its way when the line was cut is lost; nothing else is.
            var count = how == "close" || c == Connections - 1 ? Messages : segments[c].Count;
            Assert.That(segments[c], Is.EqualTo(Enumerable.Range(0, count).Select(i => $"{c} {i}")));
        }
    }

    [Test]
    public async Task A_server_that_accepts_and_falls_silent_is_left_for_a_new_connection()
    {
        await using var server = await SocketServer.StartAsync(async (number, socket, _) =>
        {
            if (number == 0)
                await socket.ReceiveAsync(new byte[1024], CancellationToken.None);
            await SocketServer.Serve(socket);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick with { StaleAfter = TimeSpan.FromMilliseconds(100), PingInterval = TimeSpan.FromSeconds(30) });
        var statuses = client.Status.TakeUntil(s => s is ConnectionStatus.Reconnecting).ToList().ToTask();

        await client.StartAsync().WaitAsync(Soon);

        Assert.That((await statuses.WaitAsync(Soon)).TakeLast(3).Select(s => s.GetType().Name), Is.EqualTo(new[] { "Connected", "Stale", "Reconnecting" }));
        await client.Feed.Gaps.FirstAsync().ToTask().WaitAsync(Soon);
    }

    [TestCase(401, "refused by the server: 401 Unauthorized")]
    [TestCase(403, "refused by the server: 403 Forbidden")]
    [TestCase(404, "refused by the server: 404 NotFound")]
    public async Task A_refused_key_faults_the_start_with_one_line(int status, string message)
    {
        await using var server = await SocketServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await using var client = new NexusClient(server.Endpoint(), Quick);

        Assert.That(async () => await client.StartAsync().WaitAsync(Soon), Throws.TypeOf<HttpRequestException>().With.Message.EqualTo(message));
        Assert.That(await client.Status.FirstAsync(), Is.EqualTo(new ConnectionStatus.Closed(message)));
    }

    [Test]
    public async Task A_server_in_trouble_is_tried_again_and_its_status_said()
    {
        var answers = 0;
        await using var server = await SocketServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref answers) < 4)
            {
                context.Response.StatusCode = 503;
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await SocketServer.Serve(socket);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick);
        var reasons = client.Status.OfType<ConnectionStatus.Reconnecting>().Take(3).Select(s => s.Reason).ToList().ToTask();

        await client.StartAsync().WaitAsync(Soon);

        Assert.That(await reasons.WaitAsync(Soon), Is.All.EqualTo("refused by the server: 503 ServiceUnavailable"));
    }

    [TestCase("127.0.0.1", 1, "UntrustedRoot")]
    [TestCase("127.0.0.1", -1, "NotTimeValid")]
    [TestCase("other.example", 1, "RemoteCertificateNameMismatch")]
    public async Task A_certificate_that_cannot_be_trusted_is_named_and_can_be_pinned(string host, int daysLeft, string fault)
    {
        using var certificate = Certificate(host, daysLeft);
        await using var server = await SocketServer.StartAsync(
            async context =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await SocketServer.Serve(socket);
            },
            certificate);
        await using (var client = new NexusClient(server.Endpoint(), Quick))
        {
            var reason = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync().ToTask();
            _ = client.StartAsync();
            Assert.That((await reason.WaitAsync(Soon)).Reason, Does.StartWith("TLS: ").And.Contain(fault));
        }

        await using var pinned = new NexusClient(
            server.Endpoint(),
            Quick with { ConfigureSocket = socket => socket.RemoteCertificateValidationCallback = (_, seen, _, _) => seen!.GetCertHashString() == certificate.Thumbprint });
        await pinned.StartAsync().WaitAsync(Soon);
    }

    [Test]
    public async Task A_closed_port_is_tried_until_the_start_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await using var client = new NexusClient(new NexusEndpoint($"ws://127.0.0.1:{UnusedPort()}/ws", ClientHarness.Key, "SPOT_BTC_USDT"), Quick);
        var third = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync(s => s.Attempt == 3).ToTask();

        var start = client.StartAsync(cancellation.Token);
        Assert.That((await third.WaitAsync(Soon)).Reason, Does.StartWith("network: "));
        await cancellation.CancelAsync();

        Assert.That(async () => await start.WaitAsync(Soon), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_server_that_takes_the_line_and_never_answers_is_given_up()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = new NexusEndpoint($"ws://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/ws", ClientHarness.Key, "SPOT_BTC_USDT");
        await using var client = new NexusClient(endpoint, Quick with { ConnectTimeout = TimeSpan.FromMilliseconds(100) });
        var second = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync(s => s.Attempt == 2).ToTask();

        _ = client.StartAsync();

        Assert.That((await second.WaitAsync(Soon)).Reason, Is.EqualTo("no connection within 0.1 s"));
    }

    [Test]
    public async Task A_message_above_the_limit_ends_the_connection_with_a_clear_reason()
    {
        await using var server = await SocketServer.StartAsync(async (number, socket, _) =>
        {
            await SocketServer.Send(socket, new string('x', 1000));
            if (number == 0)
                await SocketServer.Send(socket, new string('y', 1001));
            await SocketServer.Serve(socket);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick with { MaxMessageBytes = 1000 });
        var gap = client.Feed.Gaps.FirstAsync().ToTask();
        var lengths = client.RawMessages.Where(text => text[0] is 'x' or 'y').Take(2).Select(text => text[0]).ToList().ToTask();

        await client.StartAsync().WaitAsync(Soon);

        Assert.That((await gap.WaitAsync(Soon)).Reason, Is.EqualTo("a message is larger than the 1000 bytes allowed"));
        Assert.That(await lengths.WaitAsync(Soon), Is.EqualTo("xx"));
    }

    [Test]
    public async Task Messages_of_any_size_arrive_whole_among_each_other()
    {
        int[] lengths = [1, 125, 126, 65_535, 3_000_000, 1, 65_536, 16_384, 16_385, 0, 200_000, 7];
        await using var server = await SocketServer.StartAsync(async (_, socket, _) =>
        {
            foreach (var length in lengths)
                await SocketServer.Send(socket, new string((char)('a' + length % 26), length));
            await SocketServer.Serve(socket);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick);
        var texts = client.RawMessages.Take(lengths.Length).ToList().ToTask();

        await client.StartAsync().WaitAsync(Soon);

        Assert.That((await texts.WaitAsync(Soon)).Select(text => (text.Length, text.Distinct().FirstOrDefault())), Is.EqualTo(lengths.Select(length => (length, length == 0 ? default : (char)('a' + length % 26)))));
    }

    [Test]
    public async Task What_was_configured_of_the_socket_is_used_proxy_cookies_and_headers()
    {
        var seen = new TaskCompletionSource<string>();
        await using var server = await SocketServer.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync("nexus");
            seen.TrySetResult($"{context.Request.Headers.Cookie} {context.Request.Headers["x-test"]} {socket.SubProtocol}");
            await SocketServer.Serve(socket);
        });
        using var proxy = new ConnectProxy();
        var cookies = new CookieContainer();
        cookies.Add(new Uri(server.BaseUri.Replace("ws:", "http:", StringComparison.Ordinal)), new Cookie("one", "two"));
        await using var client = new NexusClient(server.Endpoint(), Quick with
        {
            ConfigureSocket = socket =>
            {
                socket.Proxy = new WebProxy(proxy.Address);
                socket.Cookies = cookies;
                socket.SetRequestHeader("x-test", "three");
                socket.AddSubProtocol("nexus");
            },
        });
        var ping = client.Feed.Pings.FirstAsync().ToTask();

        await client.StartAsync().WaitAsync(Soon);
        await ping.WaitAsync(Soon);

        Assert.That(await seen.Task.WaitAsync(Soon), Is.EqualTo("one=two three nexus"));
        Assert.That(proxy.Tunnels, Is.EqualTo(1));
    }

    [Test]
    public async Task A_subscriber_that_throws_does_not_harm_the_socket()
    {
        await using var server = await SocketServer.StartAsync(async (number, socket, _) =>
        {
            for (var i = 0; i < 100; i++)
                await SocketServer.Send(socket, $"{number} {i}");
            await SocketServer.Serve(socket);
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
    public async Task Stop_and_dispose_waited_for_inside_a_subscriber_on_the_reading_thread_return()
    {
        await using var server = await SocketServer.StartAsync((_, socket, _) => SocketServer.Serve(socket));
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
            await SocketServer.Serve(socket);
            seen.TrySetResult(socket.CloseStatus);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick);

        await client.StartAsync().WaitAsync(Soon);
        await client.StopAsync().WaitAsync(Soon);

        Assert.That(await seen.Task.WaitAsync(Soon), Is.EqualTo(WebSocketCloseStatus.NormalClosure));
    }

    [Test]
    public async Task A_start_on_a_synchronization_context_reads_the_socket_elsewhere()
    {
        await using var server = await SocketServer.StartAsync((_, socket, _) => SocketServer.Serve(socket));
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

    [Test]
    public async Task The_key_is_in_no_status_log_metric_or_exception()
    {
        var written = new ConcurrentQueue<string>();
        using var meter = new MeterListener();
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Nexus.Reactive")
                listener.EnableMeasurementEvents(instrument);
        };
        meter.SetMeasurementEventCallback<long>((instrument, _, tags, _) => written.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        meter.SetMeasurementEventCallback<double>((instrument, _, tags, _) => written.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        meter.Start();
        var answers = 0;
        await using var server = await SocketServer.StartAsync(async context =>
        {
            switch (Interlocked.Increment(ref answers))
            {
                case 1:
                    context.Response.StatusCode = 500;
                    break;
                case 2:
                    using (var socket = await context.WebSockets.AcceptWebSocketAsync())
                        await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, $"{ClientHarness.Key} is odd", CancellationToken.None);
                    break;
                case 3:
                    context.Abort();
                    break;
                case 4:
                    using (var socket = await context.WebSockets.AcceptWebSocketAsync())
                        await SocketServer.Serve(socket);
                    break;
                default:
                    context.Response.StatusCode = 401;
                    break;
            }
        });
        await using (var client = new NexusClient(server.Endpoint(), Quick with { Logger = new ListLogger(written) }))
        {
            client.Status.Subscribe(status => written.Enqueue(status.ToString()));
            client.RawMessages.Subscribe(written.Enqueue);
            var trip = client.RoundTrips.FirstAsync().ToTask();
            await client.StartAsync().WaitAsync(Soon);
            await trip.WaitAsync(Soon);
            await client.StopAsync();
            try
            {
                await client.StartAsync().WaitAsync(Soon);
            }
            catch (HttpRequestException refused)
            {
                written.Enqueue(refused.ToString());
            }

            written.Enqueue($"{client.Endpoint}");
        }

        await using (var lost = new NexusClient(new NexusEndpoint("wss://no.such.host.invalid/ws", ClientHarness.Key, "SPOT_BTC_USDT"), Quick with { Logger = new ListLogger(written) }))
        {
            _ = lost.StartAsync();
            written.Enqueue((await lost.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync().ToTask().WaitAsync(Soon)).ToString());
        }

        Assert.That(written, Has.None.Contains(ClientHarness.Key));
        Assert.That(written, Has.Some.Contains("1008 *** is odd").And.Some.Contains("503").Or.Some.Contains("500 InternalServerError"));
        Assert.That(written, Has.Some.StartsWith("nexus.reconnects").And.Some.StartsWith("nexus.gaps").And.Some.StartsWith("nexus.messages").And.Some.StartsWith("nexus.round_trip"));
        Assert.That(written, Has.Some.Contains("DNS"));
    }

    private static X509Certificate2 Certificate(string host, int daysLeft)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-10), now.AddDays(daysLeft));
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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

    private sealed class ListLogger(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {eventId} {formatter(state, exception)} {exception}");
    }
}
