using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Nexus.Reactive.Hosting;

internal static class SettingsSection
{
    /// <summary>Binds the settings. An unknown key is an error, because a mistyped key would otherwise leave a setting at its default without notice.</summary>
    /// <exception cref="OptionsValidationException">A key is unknown or a value does not have the type of its setting.</exception>
    public static void Bind(IConfiguration section, NexusHostingOptions settings)
    {
        try
        {
            section.Bind(settings, static options => options.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException exception)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(NexusHostingOptions), [exception.Message.ReplaceLineEndings(" ")]);
        }
    }
}
