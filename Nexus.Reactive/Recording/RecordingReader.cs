using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Nexus.Reactive;

/// <summary>Reads the lines of one recording, as few at a time as fit a buffer.</summary>
internal sealed class RecordingReader : IDisposable
{
    private const int InitialBuffer = 64 * 1024;
    private static readonly Int128 EpochTicks = DateTimeOffset.UnixEpoch.Ticks;

    private readonly string _path;
    private readonly SealedFile? _packed;
    private readonly Stream _bytes;
    private byte[] _buffer = new byte[InitialBuffer];
    private int _start;
    private int _end;
    private int _line;
    private bool _isOver;
    private Int128 _last = Int128.MinValue;

    public RecordingReader(string path)
    {
        _path = path;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1, FileOptions.SequentialScan);
        _packed = RecordingWriter.IsPacked(path) ? new SealedFile(file) : null;
        _bytes = _packed is null ? file : new GZipStream(_packed, CompressionMode.Decompress);
    }

    /// <summary>The next line; false at the end.</summary>
    /// <exception cref="InvalidDataException">What comes next is damaged: the file and the line, and how.</exception>
    public bool TryRead(out RecordedLine line)
    {
        line = default;
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan((_start + searched).._end).IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += searched;
                line = Parse(_buffer.AsSpan(_start, length));
                _start += length + 1;
                return true;
            }

            searched = _end - _start;
            if (!Fill())
                return searched > 0 && TryReadUnended(out line);
        }
    }

    public void Dispose() => _bytes.Dispose();

    // A file that somebody wrote by hand may lack its last line feed; a line that was cut off does not hold a whole message.
    private bool TryReadUnended(out RecordedLine line)
    {
        line = Parse(_buffer.AsSpan(_start.._end));
        _start = _end;
        return NexusDecoder.Decode(line.Message) is MalformedMessage ? throw Damaged("is cut off") : true;
    }

    private RecordedLine Parse(Span<byte> line)
    {
        _line++;
        if (_line == 1 && line.StartsWith(Encoding.UTF8.Preamble))
            line = line[Encoding.UTF8.Preamble.Length..];
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        var tab = line.IndexOf((byte)'\t');
        if (tab < 0)
            throw Damaged("has no tab between time and message");
        if (!Int128.TryParse(line[..tab], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var nanoseconds))
            throw Damaged("does not start with a number of nanoseconds");

        // The clock of whoever recorded may have been set back; the order of the lines is right all the same.
        _last = nanoseconds = Int128.Max(nanoseconds, _last);

        var ticks = EpochTicks + (nanoseconds / 100);
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks)
            throw Damaged("has a time beyond the calendar");
        return new RecordedLine(nanoseconds, new DateTimeOffset((long)ticks, TimeSpan.Zero), Encoding.UTF8.GetString(line[(tab + 1)..]));
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
            count = _bytes.Read(_buffer.AsSpan(_end));
        }
        catch (InvalidDataException)
        {
            throw Broken();
        }

        // The decompressor stops before the seal too, at what is no gzip.
        if (_packed is not null && (_packed.IsAtEnd || count == 0))
        {
            if (!_buffer.AsSpan(_end, count).SequenceEqual(SealedFile.Seal))
                throw Broken();
            count = 0;
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
