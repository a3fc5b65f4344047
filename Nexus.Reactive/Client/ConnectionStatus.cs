using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The state of a <see cref="NexusClient"/>'s connection: <see cref="Connecting"/>, <see cref="Connected"/>, <see cref="Stale"/>, <see cref="Reconnecting"/> or <see cref="Closed"/>.</summary>
public abstract record ConnectionStatus
{
    private ConnectionStatus()
    {
    }

    // Only the nested types can implement it, so the set of statuses is closed.
    private protected abstract string Text { get; }

    /// <summary>Returns the status in one line, independent of the culture.</summary>
    public sealed override string ToString() => Text;

    /// <summary>The client is started and makes its first connection attempt.</summary>
    public sealed record Connecting : ConnectionStatus
    {
        private protected override string Text => nameof(Connecting);
    }

    /// <summary>The connection is open and messages arrive.</summary>
    public sealed record Connected : ConnectionStatus
    {
        private protected override string Text => nameof(Connected);
    }

    /// <summary>The connection is open, but nothing was received for <see cref="NexusClientOptions.StaleAfter"/>.</summary>
    public sealed record Stale : ConnectionStatus
    {
        private protected override string Text => nameof(Stale);
    }

    /// <summary>The connection was lost, or a connection attempt failed. Another attempt follows.</summary>
    /// <param name="Attempt">The number of attempts since the last stable connection, including the one that follows.</param>
    /// <param name="Reason">The event in one line.</param>
    /// <param name="Delay">The time until the attempt.</param>
    public sealed record Reconnecting(int Attempt, string Reason, TimeSpan Delay) : ConnectionStatus
    {
        private protected override string Text =>
            string.Create(CultureInfo.InvariantCulture, $"Reconnecting: attempt {Attempt} in {Delay.TotalSeconds:0.###} s: {PrintableLine.Create(Reason)}");
    }

    /// <summary>There is no connection until <see cref="NexusClient.StartAsync"/> is called.</summary>
    /// <param name="Reason">The reason for the failure in one line; null if the client was not started or was stopped.</param>
    public sealed record Closed(string? Reason = null) : ConnectionStatus
    {
        private protected override string Text => Reason is null ? nameof(Closed) : $"Closed: {PrintableLine.Create(Reason)}";
    }
}
