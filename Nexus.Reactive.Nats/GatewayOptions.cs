namespace Nexus.Reactive.Nats;

/// <summary>The options of a gateway's connection to the exchange.</summary>
public sealed record GatewayOptions
{
    /// <summary>The options of the client that the gateway creates each time it becomes the leader.</summary>
    public NexusClientOptions Client { get; init; } = new();
}
