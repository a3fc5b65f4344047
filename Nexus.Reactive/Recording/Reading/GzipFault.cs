using System.Text;

namespace Nexus.Reactive;

/// <summary>Explains why a file whose name ends with <c>.gz</c> contains no gzip member.</summary>
internal static class GzipFault
{
    private const int HeaderLength = 10;
    private const int MaxLine = 1024 * 1024;
    private const string NoData = "it contains no gzip data";

    /// <summary>Returns the reason. A pipe cannot be read again, so its reason is the general one.</summary>
    public static string Find(string path)
    {
        using var file = RecordingFile.OpenRead(path);
        if (!file.CanSeek)
            return NoData;
        var bytes = new byte[Math.Min(MaxLine, file.Length)];
        var start = bytes.AsMemory(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        if (start.Span is [0x1f, 0x8b, 0x08, ..])
            return start.Length < HeaderLength ? "it is truncated inside its first gzip header" : "its first gzip header is damaged";
        if (ForeignFormat.Find(start.Span) is { } format)
            return $"it is {format}";
        return IsRecording(start) ? NoData + "; it is an uncompressed recording, whose name must not end with .gz" : NoData;
    }

    // A table of another kind may start with a number and a tab as well, so the message is decoded.
    private static bool IsRecording(ReadOnlyMemory<byte> start)
    {
        if (start.Span.StartsWith(Encoding.UTF8.Preamble))
            start = start[Encoding.UTF8.Preamble.Length..];
        var length = start.Span.IndexOf((byte)'\n');
        if (length < 0)
            return false;
        var line = start[..length];
        if (line.Span is [.., (byte)'\r'])
            line = line[..^1];
        if (RecordedLine.FindFault(line.Span, out var at, out _) is not null)
            return false;
        if (RunPart.TryParse(line.Span[at..]) is not null)
            return true;
        var text = new RecordedText();
        return text.Set(line[at..]) == RecordedKind.Error || text.Decode(new MessageDecoder()) is not MalformedMessage;
    }
}
