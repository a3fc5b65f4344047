namespace Nexus.Reactive;

/// <summary>Properties of recording files that readers and writers share.</summary>
internal static class RecordingFile
{
    /// <summary>The maximum length of a line in bytes, for reading and writing; a message of 64 MiB fits.</summary>
    public const int MaxLine = (64 * 1024 * 1024) + 1024;

    public static bool IsGzip(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether an exception means that a file cannot be read, or cannot be read further.</summary>
    public static bool IsReadError(Exception error) => error is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException;

    public static FileStream OpenRead(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
}
