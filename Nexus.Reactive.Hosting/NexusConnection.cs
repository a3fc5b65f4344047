using System.Diagnostics.Metrics;
using System.Reactive.Disposables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Nexus.Reactive.Hosting;

/// <summary>The clients, their combined feed, and the health of each client.</summary>
internal sealed class NexusConnection : IAsyncDisposable, IDisposable
{
    private readonly CompositeDisposable _subscriptions = [];

    public NexusConnection(
        IOptions<NexusHostingOptions> options,
        NexusRegistration registration,
        IServiceProvider services,
        TimeProvider time,
        ILoggerFactory? loggers = null,
        IMeterFactory? meters = null)
    {
        var settings = options.Value;
        var clientOptions = settings.Client.Apply(new NexusClientOptions
        {
            LoggerFactory = loggers,
            MeterFactory = meters,
            Feed = new NexusFeedOptions { MaxClockJump = settings.MaxClockJump },
        });
        foreach (var configure in registration.ClientConfigurations)
            clientOptions = configure(services, clientOptions);

        var key = ClientKeys.Read(settings);
        NexusClient[] clients = [.. settings.Symbols.Select(symbol => new NexusClient(HostedEndpoint.Create(settings.Endpoint, key, Symbol.Parse(symbol)), clientOptions))];
        Clients = new NexusClients(clients);
        Feed = clients is [var single] ? single.Feed : NexusFeed.Combine(clients, clientOptions.Feed);
        Health = [.. clients.Select(client => new ClientHealth(client, time))];
        foreach (var health in Health)
            _subscriptions.Add(health);
    }

    public NexusClients Clients { get; }

    public NexusFeed Feed { get; }

    public IReadOnlyList<ClientHealth> Health { get; }

    /// <summary>Returns the feed of a symbol: its client's, or a part of the combined feed if it has redundant lines.</summary>
    public NexusFeed FeedOf(Symbol symbol)
    {
        var first = Clients[symbol];
        return Clients.All.Count(client => client.Endpoint.Symbol == symbol) == 1 ? first.Feed : Feed.ForSymbol(symbol);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in Clients.All)
            await client.DisposeAsync().ConfigureAwait(false);
        _subscriptions.Dispose();
    }

    public void Dispose()
    {
        foreach (var client in Clients.All)
            client.Dispose();
        _subscriptions.Dispose();
    }
}
