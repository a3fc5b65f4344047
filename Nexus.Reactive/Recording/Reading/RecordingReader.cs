using System.Globalization;
using System.Text;

namespace Nexus.Reactive;

/// <summary>Reads one recording line by line and continues past damage.</summary>
internal sealed class RecordingReader : IDisposable
{
    private const int InitialBuffer = 64 * 1024;
    private const int InitialText = 4 * 1024;
    private const int LargeBuffer = 1024 * 1024;
    private static readonly Int128 EpochTicks = DateTimeOffset.UnixEpoch.Ticks;

    private readonly string _path;
    private readonly IRecordingSource _source;
    private byte[] _buffer = new byte[InitialBuffer];
    private char[] _text = new char[InitialText];
    private int _textLength;
    private int _start;
    private int _end;
    private ArrivalTimes _times = new(setBack: 1_000_000_000);
    private string? _damage;
    private bool _isSkipping;
    private bool _hasZeros;
    private bool _isOver;

    public RecordingReader(string path)
    {
        _path = path;
        _source = RecordingFile.IsGzip(path) ? new GzipSource(path) : new PlainSource(path);
    }

    /// <summary>The kind of the current entry.</summary>
    public RecordedKind Kind { get; private set; }

    /// <summary>The current message, the damaged line, or the reason of a gap; valid until the next read.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _textLength);

    /// <summary>A description of a damaged line, with the file and the line number.</summary>
    public string Fault { get; private set; } = string.Empty;

    /// <summary>The number of the current line, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The arrival time in nanoseconds since the Unix epoch, in order. A damaged entry has the time of the line before it.</summary>
    public Int128 Nanoseconds => _times.Last;

    /// <summary>Whether an arrival time has been read.</summary>
    public bool HasTime => _times.Last != Int128.MinValue;

    /// <summary>The arrival time in ticks of 100 ns; the Unix epoch before the first one.</summary>
    public DateTimeOffset Time { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>The number of bytes of the file read so far. May be called from any thread.</summary>
    public long Offset => _source.Offset;

    /// <summary>The current entry as text: a message unchanged, a damaged line as text that decodes to a malformed message.</summary>
    public string ToText() => Kind switch
    {
        RecordedKind.Message => Text.ToString(),
        RecordedKind.Gap => MessageText.Write(new FeedGap(Text.ToString())),
        _ => $"{Fault}: {Text}",
    };

    /// <summary>Moves to the next entry. Returns false at the end.</summary>
    /// <exception cref="IOException">The file cannot be read any further.</exception>
    /// <exception cref="InvalidDataException">The file is not a recording.</exception>
    public bool TryRead()
    {
        var searched = 0;
        ShrinkBuffers();
        while (true)
        {
            if (_damage is not null)
                return ReadDamage();
            SkipZeros(ref searched);
            var length = _buffer.AsSpan((_start + searched).._end).IndexOf((byte)'\n');
            if (length >= 0)
            {
                if (ReadLine(length + searched))
                    return true;
                searched = 0;
            }
            else if (!ReadMore(ref searched))
                return TryReadUnended();
        }
    }

    /// <summary>Closes the file; the next read opens it again and continues at the same position.</summary>
    public void Suspend() => _source.Suspend();

    public void Dispose() => _source.Dispose();

    private bool ReadDamage()
    {
        // Bytes before the damage that have no line feed belong to the damage.
        (_start, _end, _isSkipping, _hasZeros) = (0, 0, false, false);
        return Report(_damage!, after: Line);
    }

    private bool Report(string damage, long after)
    {
        _damage = null;
        Kind = RecordedKind.Gap;
        SetText(FormattableString.Invariant($"the recording '{_path}' is damaged after line {after}: {damage}"));
        return true;
    }

    // False if the line is empty.
    private bool ReadLine(int length)
    {
        var line = _buffer.AsSpan(_start, length);
        var zero = line.IndexOf((byte)0);
        if (_hasZeros || zero >= 0)
            return ReadZeros(line);

        _start += length + 1;
        Line++;
        if (_isSkipping)
        {
            _isSkipping = false;
            return Report(FormattableString.Invariant($"a line is longer than {RecordingFile.MaxLine} bytes"), Line - 1);
        }

        if (Line == 1 && line.StartsWith(Encoding.UTF8.Preamble))
            line = line[Encoding.UTF8.Preamble.Length..];
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        if (line.IsEmpty)
            return false;
        Parse(line);
        return true;
    }

    // After a power failure a file may contain zeros in place of the last data; data written later follows directly.
    private bool ReadZeros(Span<byte> line)
    {
        _start += line.LastIndexOf((byte)0) + 1;
        (_hasZeros, _isSkipping) = (false, false);
        return Report("zeros replace messages", Line);
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

    private void Parse(ReadOnlySpan<byte> line)
    {
        var tab = line.IndexOf((byte)'\t');
        if (tab < 0)
            SetDamaged(line, "has no tab between time and message");
        else if (!TryParseTime(line[..tab], out var nanoseconds))
            SetDamaged(line, "does not start with a number of nanoseconds");
        else if (EpochTicks + (nanoseconds / 100) is var ticks && (ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks))
            SetDamaged(line, "has a time beyond the calendar");
        else
        {
            Kind = RecordedKind.Message;
            ticks = Int128.Min(EpochTicks + (_times.Next(nanoseconds) / 100), DateTimeOffset.MaxValue.Ticks);
            Time = new DateTimeOffset((long)ticks, TimeSpan.Zero);
            Decode(line[(tab + 1)..]);
        }
    }

    private void SetDamaged(ReadOnlySpan<byte> line, string how)
    {
        Kind = RecordedKind.DamagedLine;
        Fault = FormattableString.Invariant($"line {Line} of the recording '{_path}' {how}");
        Decode(line);
    }

    // Most times fit a long, which is parsed faster.
    private static bool TryParseTime(ReadOnlySpan<byte> text, out Int128 nanoseconds)
    {
        var isLong = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var usual);
        nanoseconds = usual;
        return isLong || Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out nanoseconds);
    }

    private void Decode(ReadOnlySpan<byte> message)
    {
        // A text never has more characters than bytes.
        if (_text.Length < message.Length)
            _text = new char[Math.Max(message.Length, 2 * _text.Length)];
        _textLength = RecordingText.Unescape(_text.AsSpan(0, Encoding.UTF8.GetChars(message, _text)));
    }

    private void SetText(string text)
    {
        if (_text.Length < text.Length)
            _text = new char[text.Length];
        text.CopyTo(_text);
        _textLength = text.Length;
    }

    // A file written by hand may lack its last line feed. A truncated line contains no complete message.
    private bool TryReadUnended()
    {
        if (_start == _end && !_hasZeros && !_isSkipping)
            return false;
        var line = _buffer.AsSpan(_start.._end);
        if (_hasZeros || line.Contains((byte)0))
            return ReadZeros(line);
        var holdsSomething = ReadLine(line.Length);
        _start = _end;
        if (!holdsSomething)
            return false;
        var isWhole = Kind == RecordedKind.Message && NexusDecoder.Decode(Text.ToString()) is not MalformedMessage;
        return isWhole || Kind == RecordedKind.Gap || Report("the last line is truncated", Line - 1);
    }

    private bool ReadMore(ref int searched)
    {
        if (_isOver)
            return false;
        if (_end - _start > RecordingFile.MaxLine || _isSkipping)
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
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var count = _source.Read(_buffer.AsSpan(_end), out _damage);
        _end += count;
        _isOver = count == 0 && _damage is null;
        return !_isOver;
    }

    // A single huge line does not keep its buffer for the rest of the run.
    private void ShrinkBuffers()
    {
        if (_text.Length > LargeBuffer)
            _text = new char[InitialText];
        if (_buffer.Length <= LargeBuffer || _end - _start > InitialBuffer)
            return;
        var buffer = new byte[InitialBuffer];
        _buffer.AsSpan(_start.._end).CopyTo(buffer);
        (_buffer, _start, _end) = (buffer, 0, _end - _start);
    }
}
