using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Nexus.Reactive.Hosting;

/// <summary>Adds the exchange's feed to a host.</summary>
public static class NexusServiceCollectionExtensions
{
    /// <summary>
    /// Adds one client for each symbol of a configuration section, and the feed of all of them. The host connects after its services have started and closes
    /// the connections before they stop.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The services are <see cref="NexusFeed"/> (the feed of all symbols), <see cref="NexusClients"/>, and by symbol as key (a string or a
    /// <see cref="Symbol"/>) <see cref="NexusClient"/> and <see cref="NexusFeed"/>.
    /// </para>
    /// <para>
    /// Settings are validated when the host starts: the message of an <see cref="OptionsValidationException"/> has one line for each fault. If the exchange
    /// refuses the key, the reason is logged, the host stops, and <see cref="Environment.ExitCode"/> is 1. A reload of the configuration changes the limits of the health check; other changes are logged and require a
    /// restart.
    /// </para>
    /// </remarks>
    /// <param name="services">The services of the host.</param>
    /// <param name="section">The section that contains the settings of <see cref="NexusHostingOptions"/>.</param>
    /// <exception cref="InvalidOperationException">The clients have already been added.</exception>
    public static NexusBuilder AddNexus(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, section, settings => SettingsSection.Bind(section, settings));
    }

    /// <inheritdoc cref="AddNexus(IServiceCollection, IConfiguration)" path="/*[not(self::param)]"/>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets the settings.</param>
    public static NexusBuilder AddNexus(this IServiceCollection services, Action<NexusHostingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, section: null, configure);
    }

    /// <summary>Adds a health check for the connection, staleness and lag of the hosted clients.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">The status to report when a client is unhealthy; the default is <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The tags of the check.</param>
    public static IHealthChecksBuilder AddNexus(this IHealthChecksBuilder builder, string name = "nexus", HealthStatus? failureStatus = null, params IEnumerable<string> tags)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(name, static services => services.GetRequiredService<NexusHealthCheck>(), failureStatus, tags));
    }

    private static NexusBuilder Add(IServiceCollection services, IConfiguration? section, Action<NexusHostingOptions> configure)
    {
        if (services.Any(static service => service.ServiceType == typeof(NexusRegistration)))
            throw new InvalidOperationException("AddNexus was called before. Add all symbols with one call.");

        var registration = new NexusRegistration(section);
        services.AddOptions<NexusHostingOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<NexusHostingOptions>, NexusOptionsValidator>();
        services.AddTransient<IOptionsFactory<NexusHostingOptions>, SettingsFactory>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(registration);
        services.AddSingleton<NexusConnection>();
        services.AddSingleton<NexusReload>();
        services.AddSingleton<NexusHealthCheck>();
        services.AddSingleton(static services => services.GetRequiredService<NexusConnection>().Clients);
        services.AddSingleton(static services => services.GetRequiredService<NexusConnection>().Feed);
        services.AddKeyedSingleton(KeyedService.AnyKey, static (services, key) => services.GetRequiredService<NexusClients>()[SymbolOf(key)]);
        services.AddKeyedSingleton(KeyedService.AnyKey, static (services, key) => services.GetRequiredService<NexusConnection>().FeedOf(SymbolOf(key)));
        services.AddHostedService<NexusHostedService>();
        return new NexusBuilder(services, registration);
    }

    private static Symbol SymbolOf(object? key) => key switch
    {
        Symbol symbol => symbol,
        string text => Symbol.Parse(text),
        _ => throw new InvalidOperationException($"The key of a client is its symbol, not {key ?? "null"}."),
    };
}
