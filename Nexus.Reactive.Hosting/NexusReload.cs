using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Nexus.Reactive.Hosting;

/// <summary>
/// Observes changes of the configuration. Health limits change immediately; other changes are logged and require a restart. Invalid settings are logged and
/// have no effect.
/// </summary>
/// <remarks>An options monitor would throw validation errors into the provider that reloads, which can terminate the process.</remarks>
internal sealed partial class NexusReload : IDisposable
{
    private readonly NexusRegistration _registration;
    private readonly IValidateOptions<NexusHostingOptions>[] _validators;
    private readonly ILogger<NexusReload> _log;
    private readonly NexusHostingOptions _started;
    private readonly IDisposable? _change;
    private volatile NexusHealthSettings _health;
    private string _changed = "";

    public NexusReload(NexusRegistration registration, IOptions<NexusHostingOptions> options, IEnumerable<IValidateOptions<NexusHostingOptions>> validators, ILogger<NexusReload> log)
    {
        (_registration, _validators, _log, _started) = (registration, [.. validators], log, options.Value);
        _health = _started.Health;
        if (registration.Section is { } section)
            _change = ChangeToken.OnChange(section.GetReloadToken, OnReload);
    }

    public NexusHealthSettings Health => _health;

    public void Dispose() => _change?.Dispose();

    private void OnReload()
    {
        var settings = new NexusHostingOptions();
        SettingsSection.Bind(_registration.Section!, settings);
        foreach (var validator in _validators)
        {
            if (validator.Validate(Options.DefaultName, settings) is { Failed: true, FailureMessage: var fault })
            {
                SafeLog.Write(() => LogRejected(fault));
                return;
            }
        }

        var (before, health) = (_health, settings.Health);
        _health = health;
        if ((before.MaxLag, before.UnhealthyAfter) != (health.MaxLag, health.UnhealthyAfter))
            SafeLog.Write(() => LogHealth(health.MaxLag, health.UnhealthyAfter));

        // A file that is written in several steps is reloaded several times.
        var changed = string.Join(", ", Changed(settings));
        if (Interlocked.Exchange(ref _changed, changed) != changed && changed.Length > 0)
            SafeLog.Write(() => LogNeedsRestart(changed));
    }

    private List<string> Changed(NexusHostingOptions settings)
    {
        List<string> changed = [];
        Compare(nameof(settings.Endpoint), settings.Endpoint == _started.Endpoint);
        Compare(nameof(settings.ClientKey), settings.ClientKey == _started.ClientKey);
        Compare(nameof(settings.ClientKeyFile), settings.ClientKeyFile == _started.ClientKeyFile);
        Compare(nameof(settings.Symbols), settings.Symbols.SequenceEqual(_started.Symbols, StringComparer.Ordinal));
        Compare(nameof(settings.Client), settings.Client.IsSameAs(_started.Client));
        Compare(nameof(settings.MaxClockJump), settings.MaxClockJump == _started.MaxClockJump);
        Compare(nameof(settings.SubscriberFaults), settings.SubscriberFaults == _started.SubscriberFaults);
        return changed;

        void Compare(string name, bool isSame)
        {
            if (!isSame)
                changed.Add(name);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The reloaded settings are ignored: {Fault}")]
    private partial void LogRejected(string fault);

    [LoggerMessage(2, LogLevel.Warning, "Settings changed that take effect after a restart: {Settings}")]
    private partial void LogNeedsRestart(string settings);

    [LoggerMessage(3, LogLevel.Information, "The limits of the health check are now MaxLag {MaxLag} and UnhealthyAfter {UnhealthyAfter}")]
    private partial void LogHealth(TimeSpan maxLag, TimeSpan unhealthyAfter);
}
