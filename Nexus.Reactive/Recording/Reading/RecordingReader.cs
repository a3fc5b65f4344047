using System.Text;

namespace Nexus.Reactive;

/// <summary>Reads one recording line by line and continues past damage.</summary>
internal sealed class RecordingReader : IRecordedEntry, IDisposable
{
    private const int InitialBuffer = 64 * 1024;
    private const int LargeBuffer = 1024 * 1024;
    private const int LookAhead = 1024 * 1024;
    private const int ReadSize = 1024 * 1024;

    // Doubling a greater buffer would cost more memory than the longest line.
    private const int MaxDoubled = 16 * 1024 * 1024;

    private static readonly Int128 SetBack = 1_000_000_000;

    private readonly IRecordingSource _source;
    private readonly int _maxLine;
    private readonly RecordedText _text = new();
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private ArrivalTimes _times = new(SetBack);
    private string? _damage;
    private bool _isSkipping;
    private bool _hasZeros;
    private bool _isOver;

    /// <summary>Creates a reader. The first read opens the file; before that, the reader takes no memory worth mentioning.</summary>
    /// <param name="path">The path.</param>
    /// <param name="maxLine">The length in bytes above which a line is skipped. The reader keeps at most that much of it.</param>
    public RecordingReader(string path, int maxLine = RecordingFile.MaxLine)
    {
        (Path, _maxLine) = (path, maxLine);
        _source = RecordingFile.IsGzip(path) ? new GzipSource(path) : new PlainSource(path);
    }

    public string Path { get; }

    /// <summary>Whether the file can be read several times; a pipe cannot.</summary>
    public bool CanSeek => _source.CanSeek;

    /// <summary>The position in a recording of several files that was read last; null if there is none.</summary>
    public RunPart? Part { get; private set; }

    /// <summary>The kind of the current entry.</summary>
    public RecordedKind Kind
    {
        get;
        private set
        {
            field = value;
            IsEmpty &= value == RecordedKind.Hidden;
        }
    }

    /// <summary>Whether no message, damage or error has been read.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>The current message, the damaged line, the reason of a gap, or the source's error; valid until the next read.</summary>
    public ReadOnlySpan<char> Text => _text.Span;

    /// <summary>What the line of a typed message says in addition to its text.</summary>
    public TypedDetails Details => _text.Details;

    /// <summary>A description of a damaged line, with the file and the line number.</summary>
    public string Fault { get; private set; } = string.Empty;

    /// <summary>The number of the current line, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>
    /// The arrival time in nanoseconds since the Unix epoch, in order. A damaged entry has the time of the previous line, or, at the
    /// start of the recording, of the next line.
    /// </summary>
    public Int128 Nanoseconds { get; private set; } = Int128.MinValue;

    /// <summary>The arrival time that the last undamaged line contains, without any correction.</summary>
    public Int128? RecordedTime { get; private set; }

    /// <summary>Whether an arrival time has been read.</summary>
    public bool HasTime => Nanoseconds != Int128.MinValue;

    /// <summary>The arrival time in ticks of 100 ns; the Unix epoch before the first one.</summary>
    public DateTimeOffset Time { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>The number of bytes of the file read so far. May be called from any thread.</summary>
    public long Offset => _source.Offset;

    /// <summary>Returns the current entry as text: the unchanged message, or, for a damaged line, a text that decodes to a malformed message.</summary>
    public string ToText() => Kind switch
    {
        RecordedKind.Message or RecordedKind.Hidden => Text.ToString(),
        RecordedKind.Gap => MessageText.Write(new FeedGap(Text.ToString())),
        RecordedKind.Error => ErrorText.ToLine(Text.ToString()),
        _ => $"{Fault}: {Text}",
    };

    /// <summary>Decodes the current message.</summary>
    public NexusMessage Decode(MessageDecoder decoder) => _text.Decode(decoder);

    /// <summary>Moves to the next entry. Returns false at the end.</summary>
    /// <exception cref="IOException">The file cannot be read any further.</exception>
    /// <exception cref="InvalidDataException">The file is not a recording.</exception>
    public bool TryRead()
    {
        var searched = 0;
        ShrinkBuffers();
        while (true)
        {
            SkipZeros(ref searched);
            var length = _buffer.AsSpan((_start + searched).._end).IndexOf((byte)'\n');
            if (length >= 0)
            {
                if (ReadLine(length + searched))
                    return true;
                searched = 0;
            }
            else if (_damage is not null)
                return ReadDamage();
            else if (!ReadMore(ref searched))
                return TryReadUnended();
        }
    }

    // Damage before the first time gets the next time.
    private void SetTimeOfDamage()
    {
        if (!HasTime && FindNextTime() is { } next)
            SetTime(next);
    }

    private void SetTime(Int128 nanoseconds)
    {
        Nanoseconds = nanoseconds;
        Time = new DateTimeOffset((long)Int128.Min(RecordedLine.GetTicks(nanoseconds), DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
    }

    // A time far ahead of the lines before and after it is damaged. It must not delay the rest of the recording.
    private Int128 CorrectTime(Int128 nanoseconds)
    {
        var isFirst = _times.Last == Int128.MinValue;
        if (!isFirst && nanoseconds - _times.Last <= SetBack)
            return nanoseconds;
        return FindNextTime() is { } next && nanoseconds - next > SetBack && (isFirst || next >= _times.Last - SetBack) ? next : nanoseconds;
    }

    // Looks ahead within a limit.
    private Int128? FindNextTime()
    {
        _text.LeaveBuffer();
        var from = 0;
        while (_start <= _end)
        {
            var rest = _buffer.AsSpan((_start + from).._end);
            var length = rest.IndexOf((byte)'\n');
            var ignored = 0;
            if (length >= 0)
            {
                if (RecordedLine.FindFault(rest[..length], out _, out var time) is null)
                    return time;
                from += length + 1;
            }
            else if (_end - _start > LookAhead || _damage is not null || _isSkipping || !ReadMore(ref ignored))
                break;
        }

        return null;
    }

    /// <summary>Closes the file; the next read opens it again and continues at the same position.</summary>
    public void Suspend() => _source.Suspend();

    public void Dispose() => _source.Dispose();

    private bool ReadDamage()
    {
        // Bytes before the damage that have no line feed belong to the damage.
        (_start, _end, _isSkipping, _hasZeros) = (0, 0, false, false);
        var damage = _damage!;
        _damage = null;
        return Report(damage, after: Line);
    }

    private bool Report(string damage, long after)
    {
        Kind = RecordedKind.Gap;
        _text.Set(FormattableString.Invariant($"the recording '{Path}' is damaged after line {after}: {damage}"));
        SetTimeOfDamage();
        return true;
    }

    // Returns false if the line contains no entry.
    private bool ReadLine(int length)
    {
        var line = _buffer.AsSpan(_start, length);
        var zero = line.IndexOf((byte)0);
        if (_hasZeros || zero >= 0)
            return ReadZeros(line);

        var start = _start;
        _start += length + 1;
        Line++;
        if (_isSkipping || length > _maxLine)
        {
            _isSkipping = false;
            return Report(FormattableString.Invariant($"a line is longer than {_maxLine} bytes"), Line - 1);
        }

        if (Line == 1 && line.StartsWith(Encoding.UTF8.Preamble))
            (start, length) = (start + Encoding.UTF8.Preamble.Length, length - Encoding.UTF8.Preamble.Length);
        if (line is [.., (byte)'\r'])
            length--;
        return length > 0 && TryParse(_buffer.AsMemory(start, length));
    }

    // After a power failure a file may contain zeros in place of the last data; data written later follows directly.
    private bool ReadZeros(Span<byte> line)
    {
        var isTruncated = !_hasZeros && line.IndexOf((byte)0) == line.Length - 1;
        _start += line.LastIndexOf((byte)0) + 1;
        (_hasZeros, _isSkipping) = (false, false);
        return Report(isTruncated ? "a line is truncated" : "messages are overwritten by zeros", Line);
    }

    private void SkipZeros(ref int searched)
    {
        if (_start == _end || _buffer[_start] != 0)
            return;
        var rest = _buffer.AsSpan(_start.._end).IndexOfAnyExcept((byte)0);
        _start = rest < 0 ? _end : _start + rest;
        _hasZeros = true;
        searched = 0;
    }

    // Returns false if the line is the position of the file in its recording.
    private bool TryParse(ReadOnlyMemory<byte> line)
    {
        if (RecordedLine.FindFault(line.Span, out var start, out var nanoseconds) is { } fault)
        {
            SetDamaged(line.Span, fault);
            return true;
        }

        var message = line[start..];
        var part = RunPart.TryParse(message.Span);
        Part = part ?? Part;
        if (part is null)
            Kind = _text.Set(message);
        SetTime(_times.Next(CorrectTime(nanoseconds)));
        RecordedTime = nanoseconds;
        return part is null;
    }

    private void SetDamaged(ReadOnlySpan<byte> line, string how)
    {
        Kind = RecordedKind.DamagedLine;
        Fault = FormattableString.Invariant($"line {Line} of the recording '{Path}' {how}");
        _text.Set(line);
        SetTimeOfDamage();
    }

    // In a file that was edited manually, the last line feed may be missing. A truncated line contains no complete message.
    private bool TryReadUnended()
    {
        if (_start == _end && !_hasZeros && !_isSkipping)
            return false;
        var line = _buffer.AsSpan(_start.._end);
        if (_hasZeros || line.Contains((byte)0))
            return ReadZeros(line);
        var hasEntry = ReadLine(line.Length);
        _start = _end;
        if (!hasEntry)
            return false;
        var isWhole = Kind == RecordedKind.Error || (Kind == RecordedKind.Message && NexusDecoder.Decode(Text.ToString()) is not MalformedMessage);
        return isWhole || Kind == RecordedKind.Gap || Report("the last line is truncated", Line - 1);
    }

    private bool ReadMore(ref int searched)
    {
        if (_isOver)
            return false;
        if (_end - _start > _maxLine || _isSkipping)
        {
            _isSkipping = true;
            (_start, _end) = (0, 0);
        }
        else if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        searched = _end;
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length < MaxDoubled ? Math.Max(InitialBuffer, _buffer.Length * 2) : _maxLine + ReadSize);
        var count = _source.Read(_buffer.AsSpan(_end, Math.Min(_buffer.Length - _end, ReadSize)), out _damage);
        _end += count;
        _isOver = count == 0 && _damage is null;
        return !_isOver;
    }

    // The buffer of a single huge line is not kept for the rest of the run.
    private void ShrinkBuffers()
    {
        _text.Shrink();
        if (_buffer.Length <= LargeBuffer || _end - _start > InitialBuffer)
            return;
        var buffer = new byte[InitialBuffer];
        _buffer.AsSpan(_start.._end).CopyTo(buffer);
        (_buffer, _start, _end) = (buffer, 0, _end - _start);
    }
}
