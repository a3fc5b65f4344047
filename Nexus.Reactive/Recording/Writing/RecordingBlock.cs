using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Nexus.Reactive;

/// <summary>A unit of writing: whole lines of one file; in a compressed recording, one gzip member.</summary>
internal sealed class RecordingBlock
{
    private const int MaxKept = 4 * RecordingBatch.UsualCapacity;

    private ArrayBufferWriter<byte> _lines = new(RecordingBatch.UsualCapacity);

    public int Lines { get; private set; }

    public bool IsFull => _lines.WrittenCount >= RecordingBatch.UsualCapacity;

    public void Append(ReadOnlySpan<byte> lines, int count)
    {
        _lines.Write(lines);
        Lines += count;
    }

    public void Append(long ticks, string message) => Append((Int128)ticks * 100, message);

    public void Append(Int128 nanoseconds, string message)
    {
        var line = _lines.GetSpan(Encoding.UTF8.GetByteCount(message) + RecordingLine.Overhead);
        var length = RecordingLine.WriteTime(nanoseconds, line);
        length += Encoding.UTF8.GetBytes(message, line[length..]);
        line[length++] = (byte)'\n';
        _lines.Advance(length);
        Lines++;
    }

    /// <summary>Returns the bytes for the file.</summary>
    /// <param name="gzip">Whether to compress them.</param>
    /// <param name="start">Bytes to write before the lines.</param>
    public ReadOnlySpan<byte> Pack(bool gzip, ReadOnlySpan<byte> start)
    {
        if (!gzip && start.IsEmpty)
            return _lines.WrittenSpan;
        var packed = new MemoryStream();
        if (gzip)
        {
            using var packer = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true);
            packer.Write(start);
            packer.Write(_lines.WrittenSpan);
        }
        else
        {
            packed.Write(start);
            packed.Write(_lines.WrittenSpan);
        }

        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }

    public void Reset()
    {
        // A single huge line does not keep its buffer for the rest of the run.
        if (_lines.Capacity > MaxKept)
            _lines = new ArrayBufferWriter<byte>(RecordingBatch.UsualCapacity);
        _lines.ResetWrittenCount();
        Lines = 0;
    }
}
