namespace Nexus.Examples.Tests.Client;

/// <summary>Time limits for tests over real sockets.</summary>
internal static class RealTime
{
    /// <summary>The time after which a missing result is a failure.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    /// <summary>Options that retry immediately.</summary>
    public static readonly NexusClientOptions Quick = new()
    {
        ReconnectDelay = TimeSpan.FromMilliseconds(1),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(1),
    };
}
