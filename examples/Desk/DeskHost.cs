using System.Net;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Nexus.Desk.Components;
using Nexus.Desk.ViewModels;
using Nexus.Reactive;
using Nexus.Reactive.Nats;

namespace Nexus.Desk;

/// <summary>Serves the page on loopback, and owns one client for each symbol, which all open pages share.</summary>
public sealed class DeskHost : IAsyncDisposable
{
    // Only this host may serve content; inline styles are allowed, inline scripts are not.
    private const string ContentPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'self'; frame-ancestors 'none'";

    private readonly WebApplication _web;
    private readonly List<NexusClient> _clients;
    private readonly List<Market> _markets;
    private readonly NexusBus? _bus;
    private readonly List<IDisposable> _connections = [];

    private DeskHost(WebApplication web, List<NexusClient> clients, List<Market> markets, NexusBus? bus)
    {
        _bus = bus;
        Failed = Task.WhenAny(markets.Select(static market => market.Feed.SubscriberFaults.LastOrDefaultAsync().ToTask())).Unwrap();
        _web = web;
        _clients = clients;
        _markets = markets;
    }

    /// <summary>The address of the page.</summary>
    public Uri Address => new(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public IReadOnlyList<Market> Markets => _markets;

    /// <summary>Faults when a feed fails permanently, for example because its bus cannot be used.</summary>
    public Task Failed { get; }

    /// <summary>Starts the page; the exchange may start later. Throws an <see cref="IOException"/> when the port is in use.</summary>
    public static async Task<DeskHost> StartAsync(DeskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var bus = options.Bus is null ? null : new NexusBus(options.Bus);
        List<NexusClient> clients = bus is not null ? [] :
            [.. options.Symbols.Select(symbol => new NexusClient(new NexusEndpoint(options.BaseUri!, options.ClientKey!, symbol), options.Client))];
        List<Market> markets = bus is null
            ? [.. clients.Select(static client => new Market(client.Endpoint.Symbol, client.Feed, client.Status, client.RoundTrips))]
            : [.. options.Symbols.Select(symbol => new Market(symbol, bus.Feed(symbol, new BusStart.LastBook(), BusScope.All), BusView.Status(bus), BusView.Ages(bus, symbol)))];
        var desk = new DeskHost(Build(options.Port, markets), clients, markets, bus);
        try
        {
            await desk._web.StartAsync();
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }

        if (bus is not null)
            desk._connections.AddRange(markets.Select(static market => market.Feed.Connect()));
        foreach (var client in clients)
            _ = client.StartAsync().ContinueWith(static start => start.Exception, TaskScheduler.Default);
        return desk;
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
        foreach (var client in _clients)
            await client.DisposeAsync();
        foreach (var connection in _connections)
            connection.Dispose();
        if (_bus is not null)
            await _bus.DisposeAsync();
        foreach (var market in _markets)
            market.Dispose();
    }

    private static WebApplication Build(int port, IReadOnlyList<Market> markets)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(DeskHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(markets);
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddHostFiltering(static filter => filter.AllowedHosts = ["127.0.0.1", "localhost"]);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.WebHost.UseStaticWebAssets().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var web = builder.Build();
        web.UseHostFiltering();
        web.Use((context, next) =>
        {
            // A browser lets any page open a websocket to this machine; only the Origin header identifies the page.
            if (context.Request.Headers.Origin is [var origin] && origin != $"{context.Request.Scheme}://{context.Request.Host}")
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }

            context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
            return next(context);
        });
        web.UseAntiforgery();
        web.MapStaticAssets();
        web.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return web;
    }

    // The program handles signals.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
