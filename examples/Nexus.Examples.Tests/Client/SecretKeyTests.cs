using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Microsoft.Extensions.Logging;
using static Nexus.Examples.Tests.Client.RealTime;
using static Nexus.Examples.Tests.Client.SocketServer;

namespace Nexus.Examples.Tests.Client;

/// <summary>What must be seen nowhere.</summary>
public sealed class SecretKeyTests
{
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
                        await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, $"{TestClient.Key} is odd", CancellationToken.None);
                    break;
                case 3:
                    context.Abort();
                    break;
                case 4:
                    using (var socket = await context.WebSockets.AcceptWebSocketAsync())
                        await Serve(socket);
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

        await using (var lost = new NexusClient(new NexusEndpoint("wss://no.such.host.invalid/ws", TestClient.Key, "SPOT_BTC_USDT"), Quick with { Logger = new ListLogger(written) }))
        {
            _ = lost.StartAsync();
            written.Enqueue((await lost.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync().ToTask().WaitAsync(Soon)).ToString());
        }

        Assert.That(written, Has.None.Contains(TestClient.Key));
        Assert.That(written, Has.Some.Contains("1008 *** is odd").And.Some.Contains("503").Or.Some.Contains("500 InternalServerError"));
        Assert.That(written, Has.Some.StartsWith("nexus.reconnects").And.Some.StartsWith("nexus.gaps").And.Some.StartsWith("nexus.messages").And.Some.StartsWith("nexus.round_trip"));
        Assert.That(written, Has.Some.Contains("DNS"));
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
