namespace Nexus.Reactive.Hosting;

/// <summary>Reads the client key from the source that the settings specify.</summary>
internal static class ClientKeys
{
    public static string Read(NexusHostingOptions options) => options.ClientKeyFile is { Length: > 0 } file ? File.ReadAllText(file).Trim() : options.ClientKey!.Trim();

    /// <summary>Returns the reason why a key file cannot be used; null if it can be used.</summary>
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
