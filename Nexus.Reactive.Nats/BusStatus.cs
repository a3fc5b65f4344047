namespace Nexus.Reactive.Nats;

/// <summary>The state of a bus's connection.</summary>
public abstract record BusStatus
{
    private BusStatus()
    {
    }

    /// <summary>The bus has not connected yet.</summary>
    public sealed record Idle : BusStatus
    {
        /// <inheritdoc/>
        public override string ToString() => "Idle";
    }

    /// <summary>The bus is connected.</summary>
    /// <param name="Server">The server's version, or "memory".</param>
    public sealed record Connected(string Server) : BusStatus
    {
        /// <inheritdoc/>
        public override string ToString() => $"Connected to {Server}";
    }

    /// <summary>The connection is lost and is being restored. Readers and writers continue at their last position.</summary>
    /// <param name="Reason">The reason in one line.</param>
    public sealed record Disconnected(string Reason) : BusStatus
    {
        /// <inheritdoc/>
        public override string ToString() => $"Disconnected: {Reason}";
    }
}
