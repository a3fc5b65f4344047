using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Net;
using System.Net.WebSockets;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Microsoft.Extensions.Logging;
using static Nexus.Examples.Tests.Client.RealTime;
using static Nexus.Examples.Tests.Client.SocketServer;

namespace Nexus.Examples.Tests.Client;

/// <summary>Verifies that no output of the client contains the key or the password of a proxy, for every kind of connection failure.</summary>
[NonParallelizable]
public sealed class SecretKeyTests
{
    private const string Password = "pr0xy-p4ss";

    private readonly ConcurrentQueue<string> _written = new();

    [Test]
    public async Task The_key_and_the_proxys_password_are_in_no_status_log_metric_span_or_exception()
    {
        using var meters = ListenToMeters();
        using var spans = ListenToSpans();
        using var events = new PlatformEvents();
        using var activity = new Activity("application").Start();
        await using var server = await SocketServer.StartAsync(Misbehave());
        await using (var client = Client(server.Endpoint()))
        {
            var trip = client.RoundTrips.FirstAsync().ToTask();
            await client.StartAsync().WaitAsync(Soon);
            await trip.WaitAsync(Soon);
            client.Reconnect($"the key is {TestClient.Key}");
            await client.StopAsync();
            await Fail(client);
            _written.Enqueue($"{client.Endpoint}");
        }

        await FailOnce(Client(new NexusEndpoint("wss://no.such.host.invalid/ws", TestClient.Key, "SPOT_BTC_USDT")));
        await FailOnce(Client(new NexusEndpoint(server.BaseUri.Replace("ws:", "wss:", StringComparison.Ordinal), TestClient.Key, "SPOT_BTC_USDT")));
        await FailOnce(Client(server.Endpoint(), static _ => throw new InvalidOperationException($"cannot load {TestClient.Key}")));
        foreach (var status in new[] { 407, 401, 502 })
        {
            using var proxy = new RefusingProxy(status);
            await FailOnce(Client(server.Endpoint(), socket => socket.Proxy = new WebProxy(proxy.Address.AbsoluteUri.Replace("://", $"://bob:{Password}@", StringComparison.Ordinal))));
        }

        Assert.That(_written, Has.None.Contains(TestClient.Key).And.None.Contains(Password).And.None.Contains("\n   at System").And.None.Contains("\r"));
        Assert.That(events.Tellers, Is.SubsetOf(PlatformEvents.ThatTell).And.Contains("System.Net.Http"), "docs/connection.md names what a library cannot switch off");
        Assert.That(_written, Has.Some.Contains("1008 *** is odd").And.Some.Contains("500 InternalServerError").And.Some.Contains("301 Moved"));
        Assert.That(_written, Has.Some.StartsWith("nexus.reconnects").And.Some.StartsWith("nexus.gaps").And.Some.StartsWith("nexus.messages").And.Some.StartsWith("nexus.round_trip"));
        Assert.That(_written, Has.Some.Contains("DNS: ").And.Some.Contains("TLS: ").And.Some.Contains("ConfigureSocket threw InvalidOperationException: cannot load ***"));
        Assert.That(_written, Has.Some.Contains("refused by the proxy: 407 ProxyAuthenticationRequired").And.Some.Contains("refused by the proxy: 502 BadGateway"));
    }

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Misbehave()
    {
        var answers = 0;
        return async context =>
        {
            switch (Interlocked.Increment(ref answers))
            {
                case 1:
                    context.Response.StatusCode = 500;
                    break;
                case 2:
                    context.Response.StatusCode = 301;
                    context.Response.Headers.Location = $"http://127.0.0.1:1{context.Request.Path}";
                    break;
                case 3:
                    using (var socket = await context.WebSockets.AcceptWebSocketAsync())
                        await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, $"{TestClient.Key} is odd", CancellationToken.None);
                    break;
                case 4:
                    context.Abort();
                    break;
                case 5:
                    using (var socket = await context.WebSockets.AcceptWebSocketAsync())
                        await Serve(socket);
                    break;
                default:
                    context.Response.StatusCode = 401;
                    break;
            }
        };
    }

    private NexusClient Client(NexusEndpoint endpoint, Action<ClientWebSocketOptions>? configure = null)
    {
        var client = new NexusClient(endpoint, Quick with { Logger = new QueueLogger(_written), ConfigureSocket = configure });
        client.Status.Subscribe(status => _written.Enqueue(status.ToString()));
        client.RawMessages.Subscribe(_written.Enqueue);
        return client;
    }

    private async Task Fail(NexusClient client)
    {
        try
        {
            await client.StartAsync().WaitAsync(Soon);
        }
        catch (HttpRequestException refused)
        {
            _written.Enqueue(refused.Message);
            _written.Enqueue(refused.ToString().ReplaceLineEndings(" "));
        }
    }

    private async Task FailOnce(NexusClient client)
    {
        await using (client)
        {
            using var cancellation = new CancellationTokenSource();
            var failed = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync().ToTask();
            var start = client.StartAsync(cancellation.Token);
            await failed.WaitAsync(Soon);
            await cancellation.CancelAsync();
            try
            {
                await start.WaitAsync(Soon);
            }
            catch (OperationCanceledException cancelled)
            {
                _written.Enqueue(cancelled.Message);
                _written.Enqueue(cancelled.ToString().ReplaceLineEndings(" "));
            }
        }
    }

    private MeterListener ListenToMeters()
    {
        var meters = new MeterListener { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => _written.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => _written.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => _written.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        meters.Start();
        return meters;
    }

    // The spans of ASP.NET, the server of this test, contain the path.
    private ActivityListener ListenToSpans()
    {
        var spans = new ActivityListener
        {
            ShouldListenTo = static source => !source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => _written.Enqueue($"span {span.Source.Name} {span.OperationName} {span.DisplayName} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.SelectMany(e => e.Tags))}"
                .ReplaceLineEndings(" ")),
        };
        ActivitySource.AddActivityListener(spans);
        return spans;
    }

    /// <summary>The platform's event sources for the network, and those that contain the key or the password.</summary>
    private sealed class PlatformEvents : EventListener
    {
        /// <summary>The public source of requests, and the source that .NET uses for its own diagnostics.</summary>
        public static readonly string[] ThatTell = ["System.Net.Http", "Private.InternalDiagnostics.System.Net.Http"];

        private readonly ConcurrentDictionary<string, bool> _tellers = new();

        public IEnumerable<string> Tellers => _tellers.Keys;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name.Contains("System.Net", StringComparison.Ordinal))
                EnableEvents(eventSource, EventLevel.Verbose);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            var text = string.Join(' ', eventData.Payload ?? []);
            if (text.Contains(TestClient.Key, StringComparison.Ordinal) || text.Contains(Password, StringComparison.Ordinal))
                _tellers?.TryAdd(eventData.EventSource.Name, true);
        }
    }

    private sealed class QueueLogger(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {eventId} {formatter(state, exception)} {exception}");
    }
}
