namespace Nexus.Reactive.Hosting;

/// <summary>The limits of the health check.</summary>
public sealed class NexusHealthSettings
{
    /// <summary>
    /// The maximum lag of the latest message, from the exchange's time to its arrival. If the lag is greater, the client is degraded. The default is 5 seconds.
    /// </summary>
    public TimeSpan MaxLag { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The time without a connection after which a client is unhealthy; until then it is degraded. The default is 30 seconds.</summary>
    public TimeSpan UnhealthyAfter { get; set; } = TimeSpan.FromSeconds(30);
}
