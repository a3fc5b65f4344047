using System.Text;

namespace Nexus.Reactive;

/// <summary>
/// Lines of one UTC day that wait for the writer: several lines as bytes, or one message or text that the writer's thread converts to a line.
/// </summary>
internal sealed class RecordingBatch
{
    public const int UsualCapacity = 256 * 1024;

    private readonly byte[] _bytes;
    private readonly object? _content;
    private int _count;

    public RecordingBatch(int capacity) => _bytes = GC.AllocateUninitializedArray<byte>(capacity);

    public RecordingBatch(long ticks, string text)
        : this(0) => (Ticks, _content, Size, Lines) = (ticks, text, 2 * text.Length, 1);

    public RecordingBatch(long ticks, NexusMessage message)
        : this(0) => (Ticks, _content, Size, Lines) = (ticks, message, message is Book book ? 64 * (book.Asks.Length + book.Bids.Length + 4) : 512, 1);

    /// <summary>The time of the first line, in ticks since the Unix epoch.</summary>
    public long Ticks { get; private set; }

    /// <summary>The number of bytes that the batch takes in the queue.</summary>
    public int Size { get; private set; }

    public int Lines { get; private set; }

    public bool IsUsual => _bytes.Length == UsualCapacity;

    /// <summary>Appends a line. Returns false without appending it if there is no space.</summary>
    public bool TryAppend(long ticks, ReadOnlySpan<char> message)
    {
        var line = _bytes.AsSpan(_count);
        if (line.Length < RecordingLine.Overhead)
            return false;
        var length = RecordingLine.WriteTime(ticks, line);
        if (!Encoding.UTF8.TryGetBytes(message, line[length..^1], out var written))
            return false;
        length += written;
        line[length++] = (byte)'\n';
        _count += length;
        Size = _count;
        if (Lines++ == 0)
            Ticks = ticks;
        return true;
    }

    /// <summary>Writes the lines to a block. Called on the writer's thread.</summary>
    public void AppendTo(RecordingBlock block)
    {
        if (_content is null)
            block.Append(_bytes.AsSpan(0, _count), Lines);
        else
            block.Append(Ticks, _content is string text ? RecordingText.ToLine(text) : TypedText.WriteLine((NexusMessage)_content));
    }

    public void Reset() => (_count, Size, Lines) = (0, 0, 0);
}
