namespace Nexus.Examples.Tests.Client;

/// <summary>For tests over real sockets.</summary>
internal static class RealTime
{
    /// <summary>What has not come by then has failed.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    /// <summary>Tries again at once.</summary>
    public static readonly NexusClientOptions Quick = new()
    {
        ReconnectDelay = TimeSpan.FromMilliseconds(1),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(1),
    };
}
