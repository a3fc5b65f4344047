using System.Text;

namespace Nexus.Reactive;

/// <summary>
/// Lines of one UTC day that wait for the writer: texts as bytes, and between them messages and texts that the writer's thread converts to lines.
/// </summary>
internal sealed class RecordingBatch(int capacity)
{
    public const int UsualCapacity = 256 * 1024;

    // An entry and the free entries of the list.
    private const int ContentOverhead = 128;

    private byte[] _bytes = [];
    private readonly List<Content> _contents = [];
    private int _count;
    private long _contentSize;

    public int Capacity => capacity;

    /// <summary>The time of the first line, in ticks since the Unix epoch.</summary>
    public long Ticks { get; private set; }

    /// <summary>The time of the last line, in ticks since the Unix epoch.</summary>
    public long LastTicks { get; private set; }

    /// <summary>The number of bytes that the lines take.</summary>
    public long Size => _count + _contentSize;

    /// <summary>The number of bytes that the batch takes, including its free space.</summary>
    public long Footprint => _bytes.Length + _contentSize;

    public int Lines { get; private set; }

    /// <summary>Appends a text as a line. Returns false without appending it if there is no space.</summary>
    public bool TryAppend(long ticks, ReadOnlySpan<char> text)
    {
        if (_bytes.Length == 0)
            _bytes = GC.AllocateUninitializedArray<byte>(capacity);
        var line = _bytes.AsSpan(_count);
        if (line.Length < RecordingLine.Overhead)
            return false;
        var length = RecordingLine.WriteTime(ticks, line);
        if (!Encoding.UTF8.TryGetBytes(text, line[length..^1], out var written))
            return false;
        length += written;
        line[length++] = (byte)'\n';
        _count += length;
        OnAppended(ticks);
        return true;
    }

    /// <summary>Appends a message or a text that is converted later. Returns false without appending it if the batch is full.</summary>
    /// <param name="ticks">The arrival time.</param>
    /// <param name="content">The message or text.</param>
    /// <param name="size">The number of bytes that it takes.</param>
    /// <param name="isHidden">Whether the message only moves the clock of a replay.</param>
    public bool TryAppend(long ticks, object content, long size, bool isHidden)
    {
        if (Size >= capacity)
            return false;
        _contents.Add(new Content(_count, ticks, content, isHidden));
        _contentSize += size + ContentOverhead;
        OnAppended(ticks);
        return true;
    }

    /// <summary>Writes the lines to a block. Called on the writer's thread.</summary>
    /// <returns>The number of messages whose lines are longer than a recording allows; each is a gap instead.</returns>
    public int AppendTo(RecordingBlock block)
    {
        var (start, tooLong) = (0, 0);
        foreach (var content in _contents)
        {
            block.Append(_bytes.AsSpan(start..content.Position), 0);
            var line = content.ToLine();
            if (Encoding.UTF8.GetByteCount(line) + RecordingLine.Overhead > RecordingFile.MaxLine)
            {
                line = MessageText.Write(new FeedGap("1 messages were not recorded because the line is too long"));
                tooLong++;
            }

            block.Append(content.Ticks, line);
            start = content.Position;
        }

        block.Append(_bytes.AsSpan(start.._count), Lines - _contents.Count);
        return tooLong;
    }

    public void Reset()
    {
        _contents.Clear();
        (_count, _contentSize, Lines) = (0, 0, 0);
    }

    private void OnAppended(long ticks)
    {
        LastTicks = ticks;
        if (Lines++ == 0)
            Ticks = ticks;
    }

    /// <summary>A message or text between the bytes before and after a position.</summary>
    private readonly record struct Content(int Position, long Ticks, object Value, bool IsHidden)
    {
        public string ToLine() => Value switch
        {
            string text => RecordingText.ToLine(text),
            NexusMessage message when IsHidden => TypedText.WriteHidden(message),
            _ => TypedText.WriteLine((NexusMessage)Value),
        };
    }
}
