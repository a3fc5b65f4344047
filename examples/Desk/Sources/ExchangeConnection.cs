using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Desk.ViewModels;
using Nexus.Examples;
using Nexus.Reactive;

namespace Nexus.Desk.Sources;

/// <summary>One client for each symbol. The past of the market, if there is one, is delivered before the client connects.</summary>
internal sealed class ExchangeConnection : IMarketConnection
{
    private readonly List<(NexusClient Client, NexusFeed Feed, Task Ready)> _lines = [];
    private readonly List<IDisposable> _owned = [];
    private readonly CompositeDisposable _connections = [];
    private readonly List<Market> _markets = [];
    private readonly HttpGateway? _gateway;

    public ExchangeConnection(DeskOptions options)
    {
        var baseUri = options.Simulator?.BaseUri ?? options.BaseUri!;
        _gateway = options.Simulator is { } simulator && !options.IsPaper ? new HttpGateway(simulator.OrdersUri, options.ClientKey!) : null;
        foreach (var symbol in options.Symbols)
            Open(options, new NexusClient(new NexusEndpoint(baseUri, options.ClientKey!, symbol), options.Client));
        Failed = Task.WhenAny(_markets.Select(static market => market.Feed.SubscriberFaults.LastOrDefaultAsync().ToTask())).Unwrap();
        Source = new DeskSource(_markets) { Name = options.SourceName, Hostility = options.Simulator is null ? null : new SimulatorHostility(options.Simulator) };
    }

    public DeskSource Source { get; }

    public Task Failed { get; }

    public void Start()
    {
        foreach (var (client, feed, ready) in _lines)
        {
            _ = Task.Run(async () =>
            {
                _connections.Add(feed.Connect());
                await ready;
                await client.StartAsync();
            }).ContinueWith(static start => start.Exception, TaskScheduler.Default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (client, _, _) in _lines)
            await client.DisposeAsync();
        foreach (var market in _markets)
            market.Dispose();
        _connections.Dispose();
        foreach (var owned in _owned)
            owned.Dispose();
        _gateway?.Dispose();
    }

    private void Open(DeskOptions options, NexusClient client)
    {
        var symbol = client.Endpoint.Symbol;
        var (feed, ready) = MarketPast.Before(client.Feed, symbol, options);
        var trading = new TradingAccess(_gateway, "Orders go to the simulated exchange.");
        if (_gateway is null)
        {
            (feed, trading, var owned) = PaperTrading.Open(feed, options.IsPaper, options.SourceName);
            _owned.Add(owned);
        }

        if (feed != client.Feed)
            _owned.Add(client.Feed.SubscriberFaults.Subscribe(static _ => { }, static _ => { }));
        _lines.Add((client, feed, ready));
        _markets.Add(new Market(symbol, feed, client.Status, client.RoundTrips, trading));
    }
}
