using Microsoft.Extensions.Options;

namespace Nexus.Reactive.Hosting;

/// <summary>Creates the settings. The message of an error has one line for each fault.</summary>
internal sealed class SettingsFactory(
    IEnumerable<IConfigureOptions<NexusHostingOptions>> setups,
    IEnumerable<IPostConfigureOptions<NexusHostingOptions>> postConfigures,
    IEnumerable<IValidateOptions<NexusHostingOptions>> validations) : IOptionsFactory<NexusHostingOptions>
{
    private readonly OptionsFactory<NexusHostingOptions> _factory = new(setups, postConfigures, validations);

    public NexusHostingOptions Create(string name)
    {
        try
        {
            return _factory.Create(name);
        }
        catch (OptionsValidationException exception)
        {
            throw new InvalidSettingsException(exception);
        }
    }

    private sealed class InvalidSettingsException(OptionsValidationException faults) : OptionsValidationException(faults.OptionsName, faults.OptionsType, faults.Failures)
    {
        public override string Message => string.Join('\n', Failures);
    }
}
