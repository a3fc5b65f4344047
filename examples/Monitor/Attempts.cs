using System.Reactive.Linq;
using Nexus.Monitoring.Sources;
using Nexus.Reactive;

namespace Nexus.Monitoring;

/// <summary>Notes whether any connection was made, and the last reason if none was.</summary>
internal sealed class Attempts : IDisposable
{
    private readonly IDisposable _subscription;
    private volatile bool _hasConnected;
    private volatile string _reason = "nothing answered";

    public Attempts(IReadOnlyList<Line> lines)
    {
        _hasConnected = lines.Count == 0;
        _subscription = lines.Select(static line => line.Status).Merge().Subscribe(Note, static _ => { });
    }

    /// <summary>Whether the failure was reported already.</summary>
    public bool HasReported { get; set; }

    /// <summary>Why there was no connection; null if there was one, or the failure was reported.</summary>
    public string? Failure => _hasConnected || HasReported ? null : _reason;

    public void Dispose() => _subscription.Dispose();

    private void Note(ConnectionStatus status)
    {
        _hasConnected |= status is ConnectionStatus.Connected;
        if (status is ConnectionStatus.Reconnecting lost)
            _reason = lost.Reason;
    }
}
