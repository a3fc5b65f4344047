namespace Nexus.Reactive;

/// <summary>What reading and writing agree on about the files of recordings.</summary>
internal static class RecordingFile
{
    /// <summary>The longest line that is written and read, in bytes; a message of 64 MiB fits.</summary>
    public const int MaxLine = (64 * 1024 * 1024) + 1024;

    public static bool IsGzip(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an exception says that a file cannot be read, or not any further.</summary>
    public static bool IsReadError(Exception error) => error is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException;

    public static FileStream OpenRead(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
}
