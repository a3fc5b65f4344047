using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>
/// The client's data about one connection. Events of any connection other than the current one are late and are dropped. The client's lock guards the
/// members, except those that <see cref="Delivered"/> writes.
/// </summary>
internal sealed class ConnectionEpoch(IConnection connection, IStopwatch clock, NexusClientOptions options)
{
    private long _lastReceivedAt;
    private volatile bool _isDelivering;

    public IConnection Connection { get; } = connection;

    public PingMatcher PingMatcher { get; } = new();

    /// <summary>The watchdogs for missing books and trades.</summary>
    public DataWatch[] DataWatches { get; } = [new(MessageKind.Book, options.BookTimeout), new(MessageKind.Trade, options.TradeTimeout)];

    /// <summary>The timers that end with the connection.</summary>
    public CompositeDisposable Timers { get; } = [];

    /// <summary>The time at which the connection was opened; null before.</summary>
    public TimeSpan? OpenedAt { get; private set; }

    public TimeSpan LastReceivedAt
    {
        get => new(Volatile.Read(ref _lastReceivedAt));
        private set => Volatile.Write(ref _lastReceivedAt, value.Ticks);
    }

    /// <summary>Whether subscribers are being called, during which nothing reads the socket. Read it before <see cref="LastReceivedAt"/>.</summary>
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

    /// <summary>Called when all received messages are delivered, without the lock and on the reading thread.</summary>
    public void Delivered()
    {
        LastReceivedAt = clock.Elapsed;
        _isDelivering = false;
    }

    /// <summary>Restarts the measurement of every silence.</summary>
    public void Grant()
    {
        LastReceivedAt = clock.Elapsed;
        foreach (var watch in DataWatches)
            watch.LastReceivedAt = LastReceivedAt;
    }
}
