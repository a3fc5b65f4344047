namespace Nexus.Reactive.Nats;

/// <summary>How a gateway connects to the exchange.</summary>
public sealed record GatewayOptions
{
    /// <summary>The options of the client that the gateway makes each time it becomes the leader.</summary>
    public NexusClientOptions Client { get; init; } = new();
}
