using Microsoft.Extensions.Configuration;

namespace Nexus.Reactive.Hosting;

/// <summary>Reads the settings of a configuration section.</summary>
internal static class SettingsSection
{
    private const string Symbols = nameof(NexusHostingOptions.Symbols);
    private static readonly string[] Groups = [nameof(NexusHostingOptions.Client), nameof(NexusHostingOptions.Health)];

    /// <summary>
    /// Reads each setting. Unknown names and values of the wrong type are kept in <see cref="NexusHostingOptions.ReadFaults"/>, so that they are reported
    /// together with all other faults. A mistyped name would otherwise leave a setting at its default without notice.
    /// </summary>
    public static void Bind(IConfiguration section, NexusHostingOptions settings)
    {
        foreach (var setting in section.GetChildren())
        {
            if (Is(setting.Key, Symbols))
                BindSymbols(setting, settings);
            else if (Array.Find(Groups, group => Is(setting.Key, group)) is { } group)
                BindGroup(setting, group, settings);
            else
                BindValue(setting, setting.Key, settings);
        }
    }

    private static bool Is(string key, string name) => key.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static void BindSymbols(IConfigurationSection list, NexusHostingOptions settings)
    {
        if (!string.IsNullOrEmpty(list.Value))
            settings.ReadFaults.Add($"{Symbols}: is a list; the first symbol is {Symbols}:0");
        foreach (var symbol in list.GetChildren())
            settings.Symbols.Add(symbol.Value ?? "");
    }

    private static void BindGroup(IConfigurationSection group, string name, NexusHostingOptions settings)
    {
        if (!string.IsNullOrEmpty(group.Value))
            settings.ReadFaults.Add($"{name}: contains settings and has no value itself");
        foreach (var setting in group.GetChildren())
            BindValue(setting, $"{name}:{setting.Key}", settings);
    }

    // The value is not repeated for an unknown name, which may be a mistyped name of the key.
    private static void BindValue(IConfigurationSection setting, string path, NexusHostingOptions settings)
    {
        if (!SettingReaders.All.TryGetValue(path, out var reader) || setting.GetChildren().Any())
            settings.ReadFaults.Add($"{path}: is not a setting");
        else if (setting.Value is { } text && reader(settings, text) is { } form)
            settings.ReadFaults.Add($"{path}: '{text.ReplaceLineEndings(" ")}' is not {form}");
    }
}
