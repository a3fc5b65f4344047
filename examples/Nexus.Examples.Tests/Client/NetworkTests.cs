using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using static Nexus.Examples.Tests.Client.RealTime;
using static Nexus.Examples.Tests.Client.SocketServer;

namespace Nexus.Examples.Tests.Client;

/// <summary>Tests the client's use of the network over real sockets.</summary>
[NonParallelizable]
public sealed class NetworkTests
{
    [TestCase(301)]
    [TestCase(302)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task A_redirect_is_never_followed(int status)
    {
        var redirected = 0;
        await using var other = await SocketServer.StartAsync(_ =>
        {
            Interlocked.Increment(ref redirected);
            return Task.CompletedTask;
        });
        await using var server = await SocketServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = other.BaseUri.Replace("ws:", "http:", StringComparison.Ordinal) + context.Request.Path;
            return Task.CompletedTask;
        });
        await using var client = new NexusClient(server.Endpoint(), Quick);
        var third = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync(s => s.Attempt == 3).ToTask();

        _ = client.StartAsync();

        Assert.That((await third.WaitAsync(Soon)).Reason, Does.StartWith($"refused by the server: {status}"));
        Assert.That(redirected, Is.Zero);
    }

    [TestCase("90", 90)]
    [TestCase("Thu, 08 Aug 2024 00:02:00 GMT", 120)]
    [TestCase("99999999999999999999", 86_400)]
    [TestCase("soon", 0.001)]
    public async Task Retry_After_is_honoured_as_seconds_and_as_a_date(string retryAfter, double seconds)
    {
        var dials = 0;
        await using var server = await SocketServer.StartAsync(context =>
        {
            Interlocked.Increment(ref dials);
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = retryAfter;
            context.Response.Headers.Date = "Thu, 08 Aug 2024 00:00:00 GMT";
            return Task.CompletedTask;
        });
        await using var client = new NexusClient(server.Endpoint(), Quick with { ReconnectJitter = 0 });
        var first = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync().ToTask();

        _ = client.StartAsync();

        Assert.That((await first.WaitAsync(Soon)).Delay, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
        if (seconds > 1)
            Assert.That(dials, Is.EqualTo(1));
    }

    [Test]
    public async Task The_system_proxy_is_not_used_for_loopback_and_a_configured_proxy_is()
    {
        await using var server = await SocketServer.StartAsync((_, socket, _) => Serve(socket));
        using var proxy = new ConnectProxy();
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy(proxy.Address);
        try
        {
            await using (var client = new NexusClient(server.Endpoint(), Quick))
                await client.StartAsync().WaitAsync(Soon);
            Assert.That(proxy.Tunnels, Is.Zero);

            await using (var client = new NexusClient(server.Endpoint(), Quick with { ConfigureSocket = socket => socket.Proxy = HttpClient.DefaultProxy }))
                await client.StartAsync().WaitAsync(Soon);
            Assert.That(proxy.Tunnels, Is.EqualTo(1));
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    [Test]
    public async Task No_trace_header_of_the_application_goes_to_the_exchange_and_no_span_is_made()
    {
        var seen = new TaskCompletionSource<IHeaderDictionary>();
        await using var server = await SocketServer.StartAsync(async (_, socket, context) =>
        {
            seen.TrySetResult(context.Request.Headers);
            await Serve(socket);
        });
        var spans = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("System.Net", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (spans)
                    spans.Add(activity.OperationName);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var activity = new Activity("application").Start();
        activity.AddBaggage("user", "bob");
        await using var client = new NexusClient(server.Endpoint(), Quick);

        await client.StartAsync().WaitAsync(Soon);

        var headers = await seen.Task.WaitAsync(Soon);
        Assert.That(headers.Keys.Select(static name => name.ToLowerInvariant()), Has.None.AnyOf("traceparent", "tracestate", "baggage", "request-id", "correlation-context"));
        Assert.That(spans, Has.None.EqualTo("System.Net.Http.HttpRequestOut"));
    }

    [Test]
    public async Task Subscribers_run_without_the_execution_context_of_the_caller_of_StartAsync()
    {
        var current = new AsyncLocal<string?>();
        await using var server = await SocketServer.StartAsync(async (_, socket, _) =>
        {
            await Send(socket, "hello");
            await Serve(socket);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick);
        var first = client.RawMessages.FirstAsync().ToTask();
        var seen = client.RawMessages.Where(static text => text == "hello").Select(_ => (current.Value, Activity.Current)).Take(2).ToList().ToTask();

        current.Value = "the starter's";
        using (new Activity("the starter's").Start())
            await client.StartAsync().WaitAsync(Soon);
        await first.WaitAsync(Soon);
        client.Reconnect("again");

        Assert.That(await seen.WaitAsync(Soon), Is.All.EqualTo(((string?)null, (Activity?)null)));
    }

    [Test]
    public async Task A_UI_thread_may_block_on_the_client()
    {
        await using var server = await SocketServer.StartAsync((_, socket, _) => Serve(socket));
        using var ui = new UiThread();

        var done = ui.Run(() =>
        {
            var client = new NexusClient(server.Endpoint(), Quick);
            client.StartAsync().Wait(Soon);
            client.StopAsync().Wait(Soon);
            client.StartAsync().Wait(Soon);
            var isDisposed = client.DisposeAsync().AsTask().Wait(Soon);
            client.Dispose();
            return isDisposed;
        });

        Assert.That(await done.WaitAsync(Soon), Is.True);
    }

    [Test]
    public async Task LocalAddress_selects_the_address_to_connect_from()
    {
        var seen = new TaskCompletionSource<IPAddress?>();
        await using var server = await SocketServer.StartAsync(async (_, socket, context) =>
        {
            seen.TrySetResult(context.Connection.RemoteIpAddress);
            await Serve(socket);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick with { LocalAddress = IPAddress.Parse("127.0.0.9") });

        await client.StartAsync().WaitAsync(Soon);

        Assert.That(await seen.Task.WaitAsync(Soon), Is.EqualTo(IPAddress.Parse("127.0.0.9")));
    }

    [Test]
    public async Task A_text_frame_that_is_not_UTF8_closes_the_connection_with_1007()
    {
        var closed = new TaskCompletionSource<WebSocketCloseStatus?>();
        await using var server = await SocketServer.StartAsync(async (number, socket, _) =>
        {
            if (number == 0)
            {
                await socket.SendAsync(new byte[] { (byte)'a', 0xC3, 0x28 }, WebSocketMessageType.Text, true, CancellationToken.None);
                WebSocketReceiveResult result;
                do
                    result = await socket.ReceiveAsync(new byte[64], CancellationToken.None);
                while (result.MessageType != WebSocketMessageType.Close);
                closed.TrySetResult(result.CloseStatus);
            }

            await Serve(socket);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick);
        var raw = client.RawMessages.Take(3).ToList().ToTask();

        await client.StartAsync().WaitAsync(Soon);

        Assert.That(await closed.Task.WaitAsync(Soon), Is.EqualTo(WebSocketCloseStatus.InvalidPayloadData));
        Assert.That(await raw.WaitAsync(Soon), Has.Exactly(1).Contains("FEED_GAP").And.Exactly(1).Contains("the server broke the WebSocket protocol: invalid UTF-8").And.Exactly(1).Contains("FEED_RESUMED").And.None.Contains("\uFFFD"));
    }

    [Test]
    public async Task A_close_text_is_one_printable_line_in_status_and_gap()
    {
        await using var server = await SocketServer.StartAsync(async (number, socket, _) =>
        {
            if (number == 0)
                await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "bye\r\ndone messages=999 \u001b]0;x\u0007\u001b[2J", CancellationToken.None);
            else
                await Serve(socket);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick);
        var status = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync().ToTask();
        var gap = client.Feed.Gaps.FirstAsync().ToTask();

        await client.StartAsync().WaitAsync(Soon);

        var reasons = new[] { (await status.WaitAsync(Soon)).Reason, (await gap.WaitAsync(Soon)).Reason };
        Assert.That(reasons, Is.All.EqualTo("closed by the server: 1008 bye done messages=999 ]0;x [2J"));
    }
}
