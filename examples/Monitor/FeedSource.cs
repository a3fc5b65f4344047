using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive;
using Nexus.Reactive.Nats;
using Nexus.Simulator;

namespace Nexus.Monitoring;

/// <summary>The source of the feed: the embedded simulator, an exchange, the message bus, or recordings. Subscribe before you start it.</summary>
internal sealed class FeedSource : IAsyncDisposable
{
    private readonly CompositeDisposable _subscriptions = [];
    private readonly SimulatedExchange? _exchange;
    private readonly List<IAsyncDisposable> _recordings = [];
    private NexusBus? _bus;
    private readonly AsyncSubject<Unit> _closed = new();

    private FeedSource(NexusFeed feed, IReadOnlyList<NexusClient> clients, SimulatedExchange? exchange)
    {
        Feed = feed;
        Clients = clients;
        _exchange = exchange;
    }

    public NexusFeed Feed { get; }

    /// <summary>One client for each symbol; empty in a replay and on the bus.</summary>
    public IReadOnlyList<NexusClient> Clients { get; }

    /// <summary>Completes at the end, even if a replay is stopped and its feed never completes.</summary>
    public IObservable<Unit> Closed => _closed;

    public static async Task<FeedSource> OpenAsync(Options options, Action<Exception> recordingFailed)
    {
        if (options.IsReplay)
        {
            var feed = options.Speed is { } speed
                ? NexusRecording.Replay(options.Replay, speed, DefaultScheduler.Instance).ToNexusFeed()
                : NexusRecording.OpenFeed([.. options.Replay]);
            return new FeedSource(feed, [], exchange: null);
        }

        if (options.IsBus)
            return OpenBus(options, recordingFailed);

        var exchange = options.IsSimulator ? await SimulatedExchange.StartAsync(CreateSimulatorOptions(options)) : null;
        var clients = options.Symbols.Select(symbol => exchange is null
            ? new NexusClient(options.GetEndpoint(symbol), new NexusClientOptions { AllowUnencrypted = options.AllowsUnencrypted })
            : new NexusClient(new NexusEndpoint(exchange.BaseUri, Options.SimulatorKey, symbol), DemoClient)).ToList();
        var source = new FeedSource(clients is [var single] ? single.Feed : NexusFeed.Combine(clients), clients, exchange);
        foreach (var client in clients)
        {
            if (options.GetRecordPath(client.Endpoint.Symbol) is { } file)
                source.Record(client.Feed, file, recordingFailed);
        }

        return source;
    }

    // Replaces client.Feed.
    private static FeedSource OpenBus(Options options, Action<Exception> recordingFailed)
    {
        var bus = new NexusBus(options.Bus.CreateOptions());
        var feeds = options.Symbols.Select(symbol => (Symbol: symbol, Feed: bus.Feed(symbol, new BusStart.LastBook(), options.Scope))).ToList();
        var source = new FeedSource(feeds is [var single] ? single.Feed : new NexusFeed(feeds.Select(static part => part.Feed.RefCount()).Merge()), [], exchange: null) { _bus = bus };
        foreach (var (symbol, feed) in feeds)
        {
            if (options.GetRecordPath(symbol) is { } file)
                source.Record(feed, file, recordingFailed);
        }

        return source;
    }

    /// <summary>Connects all clients or the bus, or starts the replay.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscriptions.Add(Feed.Connect());
        return Task.WhenAll(Clients.Select(client => client.StartAsync(cancellationToken)));
    }

    /// <summary>Drops the simulator's connections and accepts new ones after a delay.</summary>
    public async Task CutAsync(TimeSpan awayFor, CancellationToken cancellationToken)
    {
        if (_exchange is null)
            return;
        await _exchange.StopListeningAsync();
        await Task.Delay(awayFor, cancellationToken);
        await _exchange.ListenAgainAsync();
    }

    /// <summary>Closes the connections, which ends the feed.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in Clients)
            await client.DisposeAsync();
        if (_bus is not null)
            await _bus.DisposeAsync();
        _subscriptions.Dispose();
        foreach (var recording in _recordings)
            await recording.DisposeAsync();
        if (_exchange is not null)
            await _exchange.DisposeAsync();
        _closed.OnNext(Unit.Default);
        _closed.OnCompleted();
    }

    // An immediate failure is a file that cannot be written; a later failure comes from the disk.
    private void Record(NexusFeed feed, string file, Action<Exception> failed)
    {
        try
        {
            _recordings.Add(feed.RecordTo(file, new RecordingOptions { OnError = failed }));
        }
        catch (IOException error)
        {
            throw new FormatException($"--record: cannot write '{file}': {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    // Long enough to see the change on the screen.
    private static NexusClientOptions DemoClient => new()
    {
        PingInterval = TimeSpan.FromSeconds(1),
        ReconnectDelay = TimeSpan.FromMilliseconds(1500),
        ReconnectJitter = 0,
    };

    private static SimulatorOptions CreateSimulatorOptions(Options options) => new()
    {
        Seed = Options.SimulatorSeed,
        Symbols = [.. options.Symbols.Select(symbol => symbol.ToString())],
        Keys = [Options.SimulatorKey],
    };
}
