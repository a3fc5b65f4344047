using Nexus.Reactive;
using Nexus.Reactive.Nats;

namespace Nexus.Desk;

/// <summary>The options for the address of the page and for the exchange that it shows.</summary>
public sealed record DeskOptions
{
    /// <summary>The port on loopback; 0 selects a free one.</summary>
    public int Port { get; init; }

    /// <summary>The exchange; see <see cref="NexusEndpoint"/>. Not used with a bus.</summary>
    public Uri? BaseUri { get; init; }

    public string? ClientKey { get; init; }

    /// <summary>The message bus that replaces the exchange.</summary>
    public NexusBusOptions? Bus { get; init; }

    public required IReadOnlyList<Symbol> Symbols { get; init; }

    /// <summary>The client's options. Pings are frequent, because each ping is a point of the latency sparkline.</summary>
    public NexusClientOptions Client { get; init; } = new()
    {
        PingInterval = TimeSpan.FromSeconds(1),
        StaleAfter = TimeSpan.FromSeconds(3),
        ReconnectDelay = TimeSpan.FromMilliseconds(500),
        MaxReconnectDelay = TimeSpan.FromSeconds(5),
    };
}
