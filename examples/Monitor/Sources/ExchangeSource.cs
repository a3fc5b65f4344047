using Nexus.Reactive;
using Nexus.Simulator;

namespace Nexus.Monitoring.Sources;

/// <summary>One client for each symbol, on an exchange or on the embedded simulator.</summary>
internal sealed class ExchangeSource : FeedSource
{
    private readonly IReadOnlyList<NexusClient> _clients;
    private readonly SimulatedExchange? _simulator;

    private ExchangeSource(IReadOnlyList<NexusClient> clients, SimulatedExchange? simulator)
        : base(
            clients is [var single] ? single.Feed : NexusFeed.Combine(clients),
            [.. clients.Select(static client => new Line(client.Endpoint.Symbol, client.Status, "ping", client.RoundTrips))])
    {
        _clients = clients;
        _simulator = simulator;
    }

    // Long enough to see the change on the screen.
    private static NexusClientOptions DemoClient => new()
    {
        PingInterval = TimeSpan.FromSeconds(1),
        ReconnectDelay = TimeSpan.FromMilliseconds(1500),
        ReconnectJitter = 0,
    };

    public static async Task<ExchangeSource> CreateAsync(Options options, Action<Exception> recordingFailed)
    {
        var simulator = options.IsSimulator ? await SimulatedExchange.StartAsync(CreateSimulatorOptions(options)) : null;
        var clients = options.Symbols.Select(symbol => simulator is null
            ? new NexusClient(options.GetEndpoint(symbol), new NexusClientOptions { AllowUnencrypted = options.AllowsUnencrypted })
            : new NexusClient(new NexusEndpoint(simulator.BaseUri, Options.SimulatorKey, symbol), DemoClient)).ToList();
        var source = new ExchangeSource(clients, simulator);
        foreach (var client in clients)
            source.Record(client.Feed, options.GetRecordPath(client.Endpoint.Symbol), recordingFailed);
        return source;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await Task.WhenAll(_clients.Select(client => client.StartAsync(cancellationToken)));
    }

    public override async Task CutAsync(TimeSpan awayFor, CancellationToken cancellationToken)
    {
        if (_simulator is null)
            return;
        await _simulator.StopListeningAsync();
        await Task.Delay(awayFor, cancellationToken);
        await _simulator.ListenAgainAsync();
    }

    protected override async ValueTask CloseAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        if (_simulator is not null)
            await _simulator.DisposeAsync();
    }

    private static SimulatorOptions CreateSimulatorOptions(Options options) => new()
    {
        Seed = Options.SimulatorSeed,
        Symbols = [.. options.Symbols.Select(static symbol => symbol.ToString())],
        Keys = [Options.SimulatorKey],
    };
}
