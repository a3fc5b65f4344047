using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>
/// One connection as the client sees it. It is an epoch of its own: what comes from any session but the present one is late and is dropped.
/// Its fields belong to the client's lock, but for what <see cref="Delivered"/> writes.
/// </summary>
internal sealed class ConnectionEpoch(IConnection connection, IStopwatch clock)
{
    // More pings without an answer than this, and the server does not answer pings.
    private const int MaxPingsOut = 64;

    // Answers carry no number, so the first answers the first.
    private readonly Queue<TimeSpan> _pingsOut = new();
    private long _lastReceivedAt;
    private volatile bool _isDelivering;

    public IConnection Connection { get; } = connection;

    public SerialDisposable Pings { get; } = new();

    public SerialDisposable Watchdog { get; } = new();

    /// <summary>When it was opened; null: not yet.</summary>
    public TimeSpan? OpenedAt { get; private set; }

    public TimeSpan LastReceivedAt
    {
        get => new(Volatile.Read(ref _lastReceivedAt));
        private set => Volatile.Write(ref _lastReceivedAt, value.Ticks);
    }

    public bool IsStale { get; set; }

    /// <summary>Whether messages are with the subscribers, so that nobody waits for the socket. Read before <see cref="Silence"/>.</summary>
    public bool IsDelivering => _isDelivering;

    public TimeSpan Silence => clock.Elapsed - LastReceivedAt;

    public void Open() => OpenedAt = LastReceivedAt = clock.Elapsed;

    public void OnReceived()
    {
        LastReceivedAt = clock.Elapsed;
        _isDelivering = true;
    }

    /// <summary>All that has come is delivered. Without the lock, by the thread that reads.</summary>
    public void Delivered()
    {
        LastReceivedAt = clock.Elapsed;
        _isDelivering = false;
    }

    public void PingSent()
    {
        if (_pingsOut.Count == MaxPingsOut)
            _pingsOut.Clear();
        _pingsOut.Enqueue(clock.Elapsed);
    }

    /// <summary>How long the answer took, which has just been heard; null: no ping of ours was out.</summary>
    public TimeSpan? PingReceived() => _pingsOut.TryDequeue(out var sent) ? LastReceivedAt - sent : null;
}
