using System.Collections.Concurrent;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Monitoring.Sources;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>The state of each connection, and the time since the last message on the program's clock, which runs while there are no messages.</summary>
internal sealed class Connections : IDisposable
{
    private readonly ConcurrentDictionary<Symbol, ConnectionStatus> _statuses = new();
    private readonly ConcurrentDictionary<Symbol, TimeSpan> _delays = new();
    private readonly IScheduler _time;
    private readonly CompositeDisposable _subscriptions = [];
    private long _heardAt;

    public Connections(NexusFeed feed, IReadOnlyList<Line> lines, IScheduler time)
    {
        Lines = lines;
        _time = time;
        _heardAt = time.Now.UtcTicks;
        foreach (var line in lines)
        {
            _subscriptions.Add(line.Status.Subscribe(status => _statuses[line.Symbol] = status, static _ => { }));
            _subscriptions.Add(line.Delays.Subscribe(delay => _delays[line.Symbol] = delay, static _ => { }));
        }

        // The library makes these two; they do not come from the exchange.
        _subscriptions.Add(feed.Where(static message => message is not (FeedGap or FeedResumed))
            .Subscribe(_ => Interlocked.Exchange(ref _heardAt, time.Now.UtcTicks), static _ => { }));
    }

    public IReadOnlyList<Line> Lines { get; }

    /// <summary>The time since the last message, or since the start.</summary>
    public TimeSpan Silence => TimeSpan.FromTicks(_time.Now.UtcTicks - Interlocked.Read(ref _heardAt));

    /// <summary>The status of the connection that is in the worst state; null if there is no connection.</summary>
    public ConnectionStatus? Worst => Lines.Select(line => this[line.Symbol]).MaxBy(Rank);

    public ConnectionStatus? this[Symbol symbol] => _statuses.GetValueOrDefault(symbol);

    public TimeSpan? GetDelay(Symbol symbol) => _statuses.GetValueOrDefault(symbol) is ConnectionStatus.Connected && _delays.TryGetValue(symbol, out var delay) ? delay : null;

    public void Dispose() => _subscriptions.Dispose();

    private static int Rank(ConnectionStatus? status) => status switch
    {
        ConnectionStatus.Closed => 4,
        ConnectionStatus.Reconnecting => 3,
        ConnectionStatus.Connecting => 2,
        ConnectionStatus.Stale => 1,
        _ => 0,
    };
}
