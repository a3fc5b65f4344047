using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Desk.ViewModels;
using Nexus.Examples;
using Nexus.Reactive.Nats;

namespace Nexus.Desk.Sources;

/// <summary>The markets of a message bus. Without paper orders, the account's own orders are shown.</summary>
internal sealed class BusConnection : IMarketConnection
{
    private readonly NexusBus _bus;
    private readonly List<Market> _markets = [];
    private readonly List<IDisposable> _owned = [];

    public BusConnection(DeskOptions options)
    {
        _bus = new NexusBus(options.Bus!);
        foreach (var symbol in options.Symbols)
        {
            var (feed, trading, owned) = PaperTrading.Open(
                _bus.Feed(symbol, new BusStart.LastBook(), options.IsPaper ? default : BusScope.All), options.IsPaper, options.SourceName);
            _owned.Add(owned);
            _markets.Add(new Market(symbol, feed, BusView.Status(_bus), BusView.Ages(_bus, symbol), trading));
        }

        Failed = Task.WhenAny(_markets.Select(static market => market.Feed.SubscriberFaults.LastOrDefaultAsync().ToTask())).Unwrap();
        Source = new DeskSource(_markets) { Name = options.SourceName };
    }

    public DeskSource Source { get; }

    public Task Failed { get; }

    public void Start() => _owned.AddRange(_markets.Select(static market => market.Feed.Connect()));

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned)
            owned.Dispose();
        await _bus.DisposeAsync();
        foreach (var market in _markets)
            market.Dispose();
    }
}
