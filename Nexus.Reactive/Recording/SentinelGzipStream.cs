using System.IO.Compression;

namespace Nexus.Reactive;

/// <summary>
/// A gzip file with one more member behind it. The decompressor takes a file that is cut off for one that ends; but it comes upon
/// the seal only when everything before it is whole.
/// </summary>
internal sealed class SentinelGzipStream(FileStream file) : Stream
{
    private static readonly byte[] Member = Pack(Seal);
    private int _sealRead;

    public static ReadOnlySpan<byte> Seal => "\u0004"u8;

    /// <summary>Whether what is decompressed from here on comes of the seal.</summary>
    public bool IsAtEnd { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = IsAtEnd ? 0 : file.Read(buffer);
        if (count > 0)
            return count;
        IsAtEnd = true;
        count = Math.Min(buffer.Length, Member.Length - _sealRead);
        Member.AsSpan(_sealRead, count).CopyTo(buffer);
        _sealRead += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    private static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
