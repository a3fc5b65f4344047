namespace Nexus.Reactive;

/// <summary>The states of a client's connection. <see cref="ConnectionStateMachine"/> lists the transitions.</summary>
internal abstract class ConnectionState(ConnectionStatus status, ClientRun? run, ConnectionEpoch? epoch)
{
    /// <summary>The status that the client publishes when it enters the state, unless it is already the current status.</summary>
    public ConnectionStatus Status { get; } = status;

    /// <summary>The run from a start to a stop; null when stopped.</summary>
    public ClientRun? Run { get; } = run;

    /// <summary>The current connection; null if there is none.</summary>
    public ConnectionEpoch? Epoch { get; } = epoch;

    /// <summary>Not started, stopped or failed permanently.</summary>
    public sealed class Stopped(string? reason = null) : ConnectionState(new ConnectionStatus.Closed(reason), null, null);

    /// <summary>Waiting for the next connection attempt.</summary>
    public sealed class Waiting(ClientRun run, ConnectionStatus status) : ConnectionState(status, run, null);

    /// <summary>A connection is being opened. The status is that of the preceding wait.</summary>
    public sealed class Dialling(ClientRun run, ConnectionStatus status, ConnectionEpoch epoch) : ConnectionState(status, run, epoch);

    /// <summary>The connection is open.</summary>
    public sealed class Open(ClientRun run, ConnectionEpoch epoch) : ConnectionState(new ConnectionStatus.Connected(), run, epoch);

    /// <summary>The connection is open and silent.</summary>
    public sealed class Stale(ClientRun run, ConnectionEpoch epoch) : ConnectionState(new ConnectionStatus.Stale(), run, epoch);
}
