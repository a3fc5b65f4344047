using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nexus.Reactive.Nats;

namespace Nexus.Gateways;

/// <summary>
/// Reports health over HTTP: 200 or 503 with one line of text. <c>/live</c>: the gateway renews or watches its lease; otherwise, it hangs and must be
/// restarted.
/// <c>/ready</c>: the gateway can also reach the bus. A standby gateway is ready.
/// </summary>
internal sealed class HealthEndpoint : IAsyncDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);

    private readonly WebApplication _web;
    private readonly IDisposable[] _subscriptions;
    private readonly NexusGateway _gateway;
    private readonly TimeSpan _limit;
    private volatile BusStatus _bus = new BusStatus.Idle();
    private volatile GatewayStatus _status = new GatewayStatus.Standby();

    private HealthEndpoint(WebApplication web, NexusBus bus, NexusGateway gateway, TimeSpan lease)
    {
        _web = web;
        _gateway = gateway;

        // The lease is renewed at intervals of a quarter of its duration; a request to a bus that does not respond takes seconds.
        _limit = lease > Shortest ? lease : Shortest;
        _subscriptions = [bus.Status.Subscribe(status => _bus = status), gateway.Status.Subscribe(status => _status = status)];
        web.MapGet("/live", () => Answer(IsLive, $"last active {_gateway.LastActive.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"));
        web.MapGet("/ready", () => Answer(IsLive && _bus is BusStatus.Connected && _status is not GatewayStatus.BusAway, $"{_status}; {_bus}"));
    }

    public int Port => new Uri(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    private bool IsLive => DateTimeOffset.UtcNow - _gateway.LastActive < _limit;

    /// <summary>Starts the endpoint. Throws an <see cref="IOException"/> if the port is in use.</summary>
    public static async Task<HealthEndpoint> StartAsync(int port, NexusBus bus, NexusGateway gateway, TimeSpan lease)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Any, port);
        });
        var health = new HealthEndpoint(builder.Build(), bus, gateway, lease);
        try
        {
            await health._web.StartAsync();
        }
        catch
        {
            await health.DisposeAsync();
            throw;
        }

        return health;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
        await _web.StopAsync();
        await _web.DisposeAsync();
    }

    // The program handles signals.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static IResult Answer(bool isWell, string text) =>
        Results.Text(text + "\n", "text/plain", statusCode: isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}
