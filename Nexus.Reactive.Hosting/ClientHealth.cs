using System.Reactive.Disposables;

namespace Nexus.Reactive.Hosting;

/// <summary>The latest lag of a client, and the time since which it has no connection.</summary>
internal sealed class ClientHealth : IDisposable
{
    private readonly CompositeDisposable _subscriptions = [];
    private readonly TimeProvider _time;
    private readonly NexusClient _client;
    private long _lag;
    private long _disconnectedAt;
    private volatile bool _isConnected;

    public ClientHealth(NexusClient client, TimeProvider time)
    {
        (_client, _time) = (client, time);
        _disconnectedAt = time.GetTimestamp();
        _subscriptions.Add(client.Status.Subscribe(OnStatus, static _ => { }));
        _subscriptions.Add(client.Lag.Subscribe(lag => Volatile.Write(ref _lag, lag.Lag.Ticks), static _ => { }));
    }

    public Symbol Symbol => _client.Endpoint.Symbol;

    public ConnectionStatus Status => _client.CurrentStatus;

    /// <summary>Zero until a ping is answered.</summary>
    public TimeSpan Lag => new(Volatile.Read(ref _lag));

    /// <summary>The time without a connection; zero while there is one.</summary>
    public TimeSpan DisconnectedFor => _isConnected ? TimeSpan.Zero : _time.GetElapsedTime(Volatile.Read(ref _disconnectedAt));

    public void Dispose() => _subscriptions.Dispose();

    private void OnStatus(ConnectionStatus status)
    {
        var isConnected = status is ConnectionStatus.Connected or ConnectionStatus.Stale;
        if (_isConnected && !isConnected)
            Volatile.Write(ref _disconnectedAt, _time.GetTimestamp());
        _isConnected = isConnected;
    }
}
