using System.Globalization;

namespace Nexus.Reactive.Hosting;

/// <summary>Sets a setting to the value of a text.</summary>
/// <returns>The expected form, if the text does not have it; otherwise null.</returns>
internal delegate string? SettingReader(NexusHostingOptions settings, string text);

/// <summary>The reader of each setting, by its path in the section. An empty text leaves a setting that is not a text at its default.</summary>
internal static class SettingReaders
{
    public static readonly IReadOnlyDictionary<string, SettingReader> All = new Dictionary<string, SettingReader>(StringComparer.OrdinalIgnoreCase)
    {
        ["Endpoint"] = Text(static (settings, value) => settings.Endpoint = value),
        ["ClientKey"] = Text(static (settings, value) => settings.ClientKey = value),
        ["ClientKeyFile"] = Text(static (settings, value) => settings.ClientKeyFile = value),
        ["MaxClockJump"] = Duration(static (settings, value) => settings.MaxClockJump = value),
        ["SubscriberFaults"] = Behavior(static (settings, value) => settings.SubscriberFaults = value),
        ["Health:MaxLag"] = Duration(static (settings, value) => settings.Health.MaxLag = value),
        ["Health:UnhealthyAfter"] = Duration(static (settings, value) => settings.Health.UnhealthyAfter = value),
        ["Client:PingInterval"] = Duration(static (settings, value) => settings.Client.PingInterval = value),
        ["Client:StaleAfter"] = Duration(static (settings, value) => settings.Client.StaleAfter = value),
        ["Client:BookTimeout"] = Duration(static (settings, value) => settings.Client.BookTimeout = value),
        ["Client:TradeTimeout"] = Duration(static (settings, value) => settings.Client.TradeTimeout = value),
        ["Client:ConnectTimeout"] = Duration(static (settings, value) => settings.Client.ConnectTimeout = value),
        ["Client:ReconnectDelay"] = Duration(static (settings, value) => settings.Client.ReconnectDelay = value),
        ["Client:MaxReconnectDelay"] = Duration(static (settings, value) => settings.Client.MaxReconnectDelay = value),
        ["Client:ReconnectJitter"] = Value<double>("a number such as 0.5", static (settings, value) => settings.Client.ReconnectJitter = value),
        ["Client:StableAfter"] = Duration(static (settings, value) => settings.Client.StableAfter = value),
        ["Client:MaxMessageBytes"] = Value<int>("a whole number", static (settings, value) => settings.Client.MaxMessageBytes = value),
        ["Client:AnswerServerPings"] = Flag(static (settings, value) => settings.Client.AnswerServerPings = value),
        ["Client:AllowUnencrypted"] = Flag(static (settings, value) => settings.Client.AllowUnencrypted = value),
    };

    private static SettingReader Text(Action<NexusHostingOptions, string> set) => (settings, text) =>
    {
        set(settings, text);
        return null;
    };

    private static SettingReader Duration(Action<NexusHostingOptions, TimeSpan> set) => (settings, text) =>
        Read(DurationText.TryParse(text, out var value), value, settings, text, DurationText.Form, set);

    private static SettingReader Flag(Action<NexusHostingOptions, bool> set) => Value("true or false", set);

    private static SettingReader Value<T>(string form, Action<NexusHostingOptions, T> set)
        where T : IParsable<T> => (settings, text) => Read(T.TryParse(text, CultureInfo.InvariantCulture, out var value), value!, settings, text, form, set);

    private static SettingReader Behavior(Action<NexusHostingOptions, SubscriberFaultBehavior> set) => (settings, text) =>
        Read(Enum.TryParse<SubscriberFaultBehavior>(text, ignoreCase: true, out var value), value, settings, text, "Log or StopHost", set);

    private static string? Read<T>(bool isValid, T value, NexusHostingOptions settings, string text, string form, Action<NexusHostingOptions, T> set)
    {
        if (isValid)
            set(settings, value);
        return isValid || text.Length == 0 ? null : form;
    }
}
