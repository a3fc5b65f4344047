namespace Nexus.Reactive;

/// <summary>How a <see cref="NexusClient"/>'s connection stands: <see cref="Connecting"/>, <see cref="Connected"/>, <see cref="Stale"/>, <see cref="Reconnecting"/> or <see cref="Closed"/>.</summary>
public abstract record ConnectionStatus
{
    private ConnectionStatus()
    {
    }

    /// <summary>Started; the first attempt is under way.</summary>
    public sealed record Connecting : ConnectionStatus;

    /// <summary>The connection is open and was heard from lately.</summary>
    public sealed record Connected : ConnectionStatus;

    /// <summary>The connection is open, but nothing was received for <see cref="NexusClientOptions.StaleAfter"/>.</summary>
    public sealed record Stale : ConnectionStatus;

    /// <summary>The connection, or an attempt to make one, was lost; another follows.</summary>
    /// <param name="Attempt">How many attempts there were since the last stable connection, the one that follows included.</param>
    /// <param name="Reason">What happened, in one line.</param>
    /// <param name="Delay">How long until the attempt.</param>
    public sealed record Reconnecting(int Attempt, string Reason, TimeSpan Delay) : ConnectionStatus;

    /// <summary>There is no connection and none will be made until <see cref="NexusClient.StartAsync"/>.</summary>
    /// <param name="Reason">Why, in one line; null: nobody asked for one.</param>
    public sealed record Closed(string? Reason = null) : ConnectionStatus;
}
