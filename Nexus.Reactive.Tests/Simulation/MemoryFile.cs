namespace Nexus.Reactive.Tests.Simulation;

/// <summary>An open file of a disk in memory. The content outlives it.</summary>
internal abstract class MemoryFile(MemoryStream content) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => content.Length;

    public override long Position { get => content.Position; set => content.Position = value; }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => content.Read(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => content.Seek(offset, origin);

    public override void SetLength(long value) => content.SetLength(value);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => content.Write(buffer);
}
