using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>
/// One connection as the client sees it. It is an epoch of its own: what comes from any session but the present one is late and is dropped.
/// Its fields belong to the client's lock.
/// </summary>
internal sealed class Session(IConnection connection, IStopwatch clock)
{
    // More pings without an answer than this, and the server does not answer pings.
    private const int MaxPingsOut = 64;

    // Answers carry no number, so the first answers the first.
    private readonly Queue<TimeSpan> _pingsOut = new();

    public IConnection Connection { get; } = connection;

    public SerialDisposable Pings { get; } = new();

    public SerialDisposable Watchdog { get; } = new();

    /// <summary>When it was opened; null: not yet.</summary>
    public TimeSpan? OpenedAt { get; private set; }

    public TimeSpan LastHeard { get; private set; }

    public bool IsStale { get; set; }

    /// <summary>Whether a message is with the subscribers, so that nobody reads the socket.</summary>
    public bool IsDelivering { get; private set; }

    public TimeSpan Silence => clock.Elapsed - LastHeard;

    public void Open() => OpenedAt = LastHeard = clock.Elapsed;

    public void Heard()
    {
        LastHeard = clock.Elapsed;
        IsDelivering = true;
    }

    /// <summary>The message is delivered; only from now on can there be a silence.</summary>
    public void Delivered()
    {
        LastHeard = clock.Elapsed;
        IsDelivering = false;
    }

    public void PingSent()
    {
        if (_pingsOut.Count == MaxPingsOut)
            _pingsOut.Clear();
        _pingsOut.Enqueue(clock.Elapsed);
    }

    /// <summary>How long the answer took, which has just been heard; null: no ping of ours was out.</summary>
    public TimeSpan? PingReceived() => _pingsOut.TryDequeue(out var sent) ? LastHeard - sent : null;
}
