namespace Nexus.Reactive.Hosting;

internal static class HostedEndpoint
{
    /// <summary>Returns the endpoint that a setting specifies.</summary>
    /// <exception cref="ArgumentException">The setting is neither a known name nor an address.</exception>
    public static NexusEndpoint Create(string where, string clientKey, Symbol symbol) => where switch
    {
        _ when where.Equals("production", StringComparison.OrdinalIgnoreCase) => NexusEndpoint.Production(clientKey, symbol),
        _ when where.Equals("staging", StringComparison.OrdinalIgnoreCase) => NexusEndpoint.Staging(clientKey, symbol),
        _ => new NexusEndpoint(where, clientKey, symbol),
    };
}
