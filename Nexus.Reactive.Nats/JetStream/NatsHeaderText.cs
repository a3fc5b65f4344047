namespace Nexus.Reactive.Nats;

/// <summary>Reads single fields of a message's headers without creating objects for all fields.</summary>
internal static class NatsHeaderText
{
    private static ReadOnlySpan<byte> Version => "NATS/1.0"u8;

    /// <summary>Returns the status code in the first line; 0 if the message has none.</summary>
    public static int GetCode(ReadOnlySpan<byte> headers)
    {
        var line = headers[..End(headers)];
        if (!line.StartsWith(Version))
            return 0;
        line = line[Version.Length..].TrimStart((byte)' ');
        return line.Length >= 3 && int.TryParse(line[..3], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var code) ? code : 0;
    }

    /// <summary>Returns the value of the first field with a name; empty if there is none.</summary>
    public static ReadOnlySpan<byte> Get(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> name)
    {
        while (headers.Length > 0)
        {
            var end = End(headers);
            var line = headers[..end];
            if (line.Length > name.Length && line[name.Length] == (byte)':' && line.StartsWith(name))
                return line[(name.Length + 1)..].Trim((byte)' ');
            headers = headers[Math.Min(headers.Length, end + 2)..];
        }

        return default;
    }

    public static ulong GetNumber(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> name, ulong none) =>
        ulong.TryParse(Get(headers, name), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : none;

    private static int End(ReadOnlySpan<byte> headers) => headers.IndexOf("\r\n"u8) is var at and >= 0 ? at : headers.Length;
}
