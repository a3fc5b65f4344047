using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Desk.ViewModels;
using Nexus.Reactive;

namespace Nexus.Desk.Sources;

/// <summary>Recordings with a time line.</summary>
internal sealed class ReplayConnection : IMarketConnection
{
    private readonly EventLoopScheduler _worker = new();
    private readonly RecordingPlayer _player;

    /// <exception cref="InvalidDataException">The files are not recordings, or do not contain a selected symbol.</exception>
    public ReplayConnection(DeskOptions options)
    {
        var extent = RecordingExtent.Read(options.Replay);
        IReadOnlyList<Symbol> symbols = options.Symbols.Count > 0 ? options.Symbols : extent.Symbols;
        if (symbols.Except(extent.Symbols).ToArray() is [var missing, ..])
            throw new InvalidDataException($"the recording does not contain {missing}");
        _player = new RecordingPlayer(options.Replay, extent, _worker, feed => [.. symbols.Select(symbol => Open(feed, symbol, options))], options.Speed);
        Source = new DeskSource(_player) { Name = options.SourceName };
    }

    public DeskSource Source { get; }

    /// <summary>Never completes: a replay that has ended can be played again.</summary>
    public Task Failed { get; } = new TaskCompletionSource().Task;

    public void Start() => _player.Play();

    public async ValueTask DisposeAsync()
    {
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _worker.Schedule(() =>
        {
            _player.Dispose();
            disposed.SetResult();
        });
        await disposed.Task;
        _worker.Dispose();
    }

    private static Market Open(NexusFeed all, Symbol symbol, DeskOptions options)
    {
        var (feed, trading, owned) = PaperTrading.Open(all.ForSymbol(symbol), options.IsPaper, options.SourceName);
        var status = Observable.Never<ConnectionStatus>().StartWith(new ConnectionStatus.Connected());
        var faults = feed.SubscriberFaults.Subscribe(static _ => { }, static _ => { });
        var market = new Market(symbol, feed, status, Observable.Never<TimeSpan>(), trading) { IsReplay = true };

        // Nothing is delivered before the player moves its time.
        market.Own(new CompositeDisposable(feed.Connect(), owned, faults));
        return market;
    }
}
