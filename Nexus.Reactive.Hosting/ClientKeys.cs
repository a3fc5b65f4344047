namespace Nexus.Reactive.Hosting;

/// <summary>Reads the client key from where the settings say it is.</summary>
internal static class ClientKeys
{
    public static string Read(NexusHostingOptions options) => options.ClientKeyFile is { Length: > 0 } file ? File.ReadAllText(file).Trim() : options.ClientKey!.Trim();

    /// <summary>Why a key file cannot be used; null when it can.</summary>
    public static string? FaultOf(string file)
    {
        try
        {
            return string.IsNullOrWhiteSpace(File.ReadAllText(file)) ? $"'{file}' is empty" : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"'{file}' cannot be read: {exception.Message.ReplaceLineEndings(" ")}";
        }
    }
}
