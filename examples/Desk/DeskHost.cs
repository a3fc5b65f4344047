using System.Net;
using System.Reactive.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Nexus.Desk.Components;
using Nexus.Desk.Sources;
using Nexus.Desk.ViewModels;

namespace Nexus.Desk;

/// <summary>Serves the page on loopback, and owns the connection to what it shows, which all open pages share.</summary>
public sealed class DeskHost : IAsyncDisposable
{
    // Only this host may serve content; inline styles are allowed, inline scripts are not.
    private const string ContentPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'self'; frame-ancestors 'none'";

    private readonly WebApplication _web;
    private readonly IMarketConnection _connection;

    private DeskHost(WebApplication web, IMarketConnection connection) => (_web, _connection) = (web, connection);

    /// <summary>The address of the page.</summary>
    public Uri Address => new(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>What all pages show.</summary>
    public DeskSource Source => _connection.Source;

    /// <summary>The current markets; a seek in a recording replaces them.</summary>
    public IReadOnlyList<Market> Markets => Source.Markets.FirstAsync().Wait();

    /// <summary>Faults when a feed fails permanently, for example because its bus cannot be used.</summary>
    public Task Failed => _connection.Failed;

    /// <summary>Starts the page; the exchange may start later.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    /// <exception cref="InvalidDataException">The files to replay are not recordings, or do not contain a selected symbol.</exception>
    public static async Task<DeskHost> StartAsync(DeskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        IMarketConnection connection = options switch
        {
            { Replay.Count: > 0 } => new ReplayConnection(options),
            { Bus: not null } => new BusConnection(options),
            _ => new ExchangeConnection(options),
        };
        var desk = new DeskHost(Build(options.Port, connection.Source), connection);
        try
        {
            await desk._web.StartAsync();
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }

        connection.Start();
        return desk;
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static WebApplication Build(int port, DeskSource source)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(DeskHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(source);
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
