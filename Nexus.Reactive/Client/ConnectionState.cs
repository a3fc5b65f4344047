namespace Nexus.Reactive;

/// <summary>The states of a client's connection. <see cref="ConnectionStateMachine"/> lists the transitions.</summary>
internal abstract class ConnectionState(ConnectionStatus status, ClientRun? run, ConnectionEpoch? epoch)
{
    /// <summary>What the client publishes on entering the state, unless it is the status already.</summary>
    public ConnectionStatus Status { get; } = status;

    /// <summary>The run from a start to a stop; null when stopped.</summary>
    public ClientRun? Run { get; } = run;

    /// <summary>The present connection; null when there is none.</summary>
    public ConnectionEpoch? Epoch { get; } = epoch;

    /// <summary>Not started, stopped or failed for good.</summary>
    public sealed class Stopped(string? reason = null) : ConnectionState(new ConnectionStatus.Closed(reason), null, null);

    /// <summary>Waiting for the time of the next dial.</summary>
    public sealed class Waiting(ClientRun run, ConnectionStatus status) : ConnectionState(status, run, null);

    /// <summary>A connection is being opened. The status is the one of the wait before it.</summary>
    public sealed class Dialling(ClientRun run, ConnectionStatus status, ConnectionEpoch epoch) : ConnectionState(status, run, epoch);

    /// <summary>The connection is open.</summary>
    public sealed class Open(ClientRun run, ConnectionEpoch epoch) : ConnectionState(new ConnectionStatus.Connected(), run, epoch);

    /// <summary>The connection is open and silent.</summary>
    public sealed class Stale(ClientRun run, ConnectionEpoch epoch) : ConnectionState(new ConnectionStatus.Stale(), run, epoch);
}
