using Microsoft.Extensions.Configuration;

namespace Nexus.Reactive.Hosting;

/// <summary>The configuration that <see cref="NexusBuilder"/> collects before the host is built.</summary>
internal sealed class NexusRegistration(IConfiguration? section)
{
    /// <summary>The section of the configuration; null when the settings come from code.</summary>
    public IConfiguration? Section { get; } = section;

    public List<Func<IServiceProvider, NexusClientOptions, NexusClientOptions>> ClientConfigurations { get; } = [];

    public List<Func<IServiceProvider, NexusFeed, IDisposable>> Subscriptions { get; } = [];
}
