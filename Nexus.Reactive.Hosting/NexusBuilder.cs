using Microsoft.Extensions.DependencyInjection;

namespace Nexus.Reactive.Hosting;

/// <summary>Configures in code what the configuration of the hosted clients cannot express.</summary>
public sealed class NexusBuilder
{
    private readonly NexusRegistration _registration;

    internal NexusBuilder(IServiceCollection services, NexusRegistration registration) => (Services, _registration) = (services, registration);

    /// <summary>The services to which the clients were added.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Changes the options of every client, after the configuration was applied.</summary>
    /// <param name="configure">Returns the options to use.</param>
    public NexusBuilder ConfigureClient(Func<NexusClientOptions, NexusClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return ConfigureClient((_, options) => configure(options));
    }

    /// <inheritdoc cref="ConfigureClient(Func{NexusClientOptions, NexusClientOptions})"/>
    public NexusBuilder ConfigureClient(Func<IServiceProvider, NexusClientOptions, NexusClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _registration.ClientConfigurations.Add(configure);
        return this;
    }

    /// <summary>Subscribes to the feed before the first message. The subscription is disposed when the host stops, after the feed has completed.</summary>
    /// <param name="subscribe">Subscribes and returns the subscription. If it throws, the host does not start.</param>
    public NexusBuilder Subscribe(Func<NexusFeed, IDisposable> subscribe)
    {
        ArgumentNullException.ThrowIfNull(subscribe);
        return Subscribe((_, feed) => subscribe(feed));
    }

    /// <inheritdoc cref="Subscribe(Func{NexusFeed, IDisposable})"/>
    public NexusBuilder Subscribe(Func<IServiceProvider, NexusFeed, IDisposable> subscribe)
    {
        ArgumentNullException.ThrowIfNull(subscribe);
        _registration.Subscriptions.Add(subscribe);
        return this;
    }
}
