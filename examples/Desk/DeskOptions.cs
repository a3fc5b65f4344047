using Nexus.Reactive;

namespace Nexus.Desk;

/// <summary>Where the desk listens, and which exchange it shows.</summary>
public sealed record DeskOptions
{
    /// <summary>The port on loopback; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>The exchange, see <see cref="NexusEndpoint"/>.</summary>
    public required Uri BaseUri { get; init; }

    public required string ClientKey { get; init; }

    public required IReadOnlyList<Symbol> Symbols { get; init; }

    /// <summary>Pings are frequent: each is a point of the latency sparkline.</summary>
    public NexusClientOptions Client { get; init; } = new()
    {
        PingInterval = TimeSpan.FromSeconds(1),
        StaleAfter = TimeSpan.FromSeconds(3),
        ReconnectDelay = TimeSpan.FromMilliseconds(500),
        MaxReconnectDelay = TimeSpan.FromSeconds(5),
    };
}
