using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>
/// One connection as the client sees it. Events of any other connection than the present one are late and are dropped. The client's lock guards the
/// members, except what <see cref="Delivered"/> writes.
/// </summary>
internal sealed class ConnectionEpoch(IConnection connection, IStopwatch clock, NexusClientOptions options)
{
    private long _lastReceivedAt;
    private volatile bool _isDelivering;

    public IConnection Connection { get; } = connection;

    public PingMatcher PingMatcher { get; } = new();

    /// <summary>The watches for books and for trades that do not come.</summary>
    public DataWatch[] DataWatches { get; } = [new(MessageKind.Book, options.BookTimeout), new(MessageKind.Trade, options.TradeTimeout)];

    /// <summary>The timers, which end with the connection.</summary>
    public CompositeDisposable Timers { get; } = [];

    /// <summary>When it was opened; null before.</summary>
    public TimeSpan? OpenedAt { get; private set; }

    public TimeSpan LastReceivedAt
    {
        get => new(Volatile.Read(ref _lastReceivedAt));
        private set => Volatile.Write(ref _lastReceivedAt, value.Ticks);
    }

    /// <summary>Whether subscribers are being called, so that nothing reads the socket. Read it before <see cref="LastReceivedAt"/>.</summary>
    public bool IsDelivering => _isDelivering;

    public void Open()
    {
        OpenedAt = clock.Elapsed;
        Grant();
    }

    public void OnReceived(MessageKind kind)
    {
        LastReceivedAt = clock.Elapsed;
        _isDelivering = true;
        foreach (var watch in DataWatches)
        {
            if (watch.Kind == kind)
                watch.LastReceivedAt = LastReceivedAt;
        }
    }

    /// <summary>All that was received is delivered. Called without the lock, by the reading thread.</summary>
    public void Delivered()
    {
        LastReceivedAt = clock.Elapsed;
        _isDelivering = false;
    }

    /// <summary>Starts every silence now.</summary>
    public void Grant()
    {
        LastReceivedAt = clock.Elapsed;
        foreach (var watch in DataWatches)
            watch.LastReceivedAt = LastReceivedAt;
    }
}
