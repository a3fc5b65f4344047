namespace Nexus.Reactive;

/// <summary>Recognizes files of other formats by their first bytes.</summary>
internal static class ForeignFormat
{
    private const int Length = 6;

    /// <summary>Returns what the file is; null if it may be a recording.</summary>
    /// <param name="start">The first bytes of the file.</param>
    public static string? Find(ReadOnlySpan<byte> start) => start switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => "a zip archive",
        [0x28, 0xb5, 0x2f, 0xfd, ..] => "compressed with zstd",
        [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => "compressed with xz",
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, ..] => "compressed with bzip2",
        [(byte)'7', (byte)'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => "a 7z archive",
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "a Parquet file",
        [0xff, 0xfe, ..] or [0xfe, 0xff, ..] => "text in UTF-16",
        [0x1f, 0x8b, 0x08, ..] => "compressed with gzip, but its name does not end with .gz",
        _ => null,
    };
}
