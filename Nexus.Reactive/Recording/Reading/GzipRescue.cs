using System.Buffers.Binary;
using System.IO.Compression;

namespace Nexus.Reactive;

/// <summary>Finds the end of an undamaged gzip member that is followed by bytes that look like the start of another member.</summary>
internal static class GzipRescue
{
    /// <summary>An upper limit for the number of bytes by which a member can be longer than its content.</summary>
    public const int MaxOverhead = 4096;

    // A position between members follows the decompressed length. In some hundred megabytes, one other position satisfies this condition by chance.
    private const int MaxTrials = 16;

    /// <summary>Decompresses the member at the start of the bytes.</summary>
    /// <param name="bytes">The member and the bytes after it.</param>
    /// <param name="text">Receives the content; it has space for a block and the seal.</param>
    /// <returns>The length of the content; -1 if there is no undamaged member.</returns>
    public static int Decompress(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        var trials = 0;
        for (var end = sizeof(uint); end < bytes.Length && trials < MaxTrials; end++)
        {
            if (bytes[end] != 0x1f)
                continue;
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(end - sizeof(uint))..]);
            if (length is 0 or > GzipBlock.Size)
                continue;
            trials++;
            if (IsMember(bytes[..end], text[..((int)length + GzipMemberInput.Seal.Length)]))
                return (int)length;
        }

        return -1;
    }

    private static bool IsMember(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream([.. bytes, .. GzipMemberInput.PackedSeal]), CompressionMode.Decompress);
            return gzip.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) == text.Length && text.EndsWith(GzipMemberInput.Seal);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
