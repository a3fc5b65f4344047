using System.Globalization;
using System.Text;

namespace Nexus.Reactive;

/// <summary>Reads the lines of one recording, as few at a time as fit a buffer; the line at hand stands in another, which the next one reuses.</summary>
internal sealed class RecordingReader : IDisposable
{
    private const int InitialBuffer = 64 * 1024;
    private const int InitialText = 4 * 1024;
    private static readonly Int128 EpochTicks = DateTimeOffset.UnixEpoch.Ticks;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly PrefetchingGunzip? _unpacker;
    private byte[] _buffer = new byte[InitialBuffer];
    private char[] _text = new char[InitialText];
    private int _textLength;
    private int _start;
    private int _end;
    private int _line;
    private bool _isOver;

    public RecordingReader(string path)
    {
        _path = path;
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1, FileOptions.SequentialScan);
        _unpacker = RecordingWriter.IsPacked(path) ? new PrefetchingGunzip(_file) : null;
    }

    /// <summary>When the message at hand arrived, in ns since the Unix epoch; this is what lines are merged by.</summary>
    public Int128 Nanoseconds { get; private set; } = Int128.MinValue;

    /// <summary>The same in the scheduler's 100 ns.</summary>
    public DateTimeOffset Time { get; private set; }

    /// <summary>The message at hand; it stands until the next line is read.</summary>
    public ReadOnlySpan<char> Message => _text.AsSpan(0, _textLength);

    /// <summary>Goes to the next line; false at the end.</summary>
    /// <exception cref="InvalidDataException">What comes next is damaged: the file and the line, and how.</exception>
    public bool TryRead()
    {
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan((_start + searched).._end).IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += searched;
                Parse(_buffer.AsSpan(_start, length));
                _start += length + 1;
                return true;
            }

            searched = _end - _start;
            if (!Fill())
                return searched > 0 && TryReadUnended();
        }
    }

    public void Dispose()
    {
        _unpacker?.Dispose();
        _file.Dispose();
    }

    // A file that somebody wrote by hand may lack its last line feed; a line that was cut off does not hold a whole message.
    private bool TryReadUnended()
    {
        Parse(_buffer.AsSpan(_start.._end));
        _start = _end;
        return NexusDecoder.Decode(Message.ToString()) is MalformedMessage ? throw Damaged("is cut off") : true;
    }

    private void Parse(ReadOnlySpan<byte> line)
    {
        _line++;
        if (_line == 1 && line.StartsWith(Encoding.UTF8.Preamble))
            line = line[Encoding.UTF8.Preamble.Length..];
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        var tab = line.IndexOf((byte)'\t');
        if (tab < 0)
            throw Damaged("has no tab between time and message");
        if (!TryParseTime(line[..tab], out var nanoseconds))
            throw Damaged("does not start with a number of nanoseconds");

        // The clock of whoever recorded may have been set back; the order of the lines is right all the same.
        if (nanoseconds > Nanoseconds)
            Nanoseconds = nanoseconds;

        var ticks = EpochTicks + (Nanoseconds / 100);
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks)
            throw Damaged("has a time beyond the calendar");
        Time = new DateTimeOffset((long)ticks, TimeSpan.Zero);
        Decode(line[(tab + 1)..]);
    }

    // Most fit a long, which is read faster.
    private static bool TryParseTime(ReadOnlySpan<byte> text, out Int128 nanoseconds)
    {
        var isLong = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var usual);
        nanoseconds = usual;
        return isLong || Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out nanoseconds);
    }

    private void Decode(ReadOnlySpan<byte> message)
    {
        // No text has more characters than bytes.
        if (_text.Length < message.Length)
            _text = new char[Math.Max(message.Length, 2 * _text.Length)];
        _textLength = Encoding.UTF8.GetChars(message, _text);
    }

    private bool Fill()
    {
        if (_isOver)
            return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);

        int count;
        try
        {
            var room = _buffer.AsSpan(_end);
            count = _unpacker?.Read(room) ?? _file.Read(room);
        }
        catch (InvalidDataException)
        {
            throw Broken();
        }

        _end += count;
        _isOver = count == 0;
        return !_isOver;
    }

    private InvalidDataException Broken()
    {
        _line++;
        return Damaged("is where its compressed data breaks off");
    }

    private InvalidDataException Damaged(string how) =>
        new(FormattableString.Invariant($"The recording '{_path}' is damaged: line {_line} {how}."));
}
