using System.IO.Compression;

namespace Nexus.Reactive;

/// <summary>
/// The compressed bytes of one gzip member at a time. A seal follows each member: the decompressor treats a truncated member like one that
/// ends, but it reaches the seal only after a complete member.
/// </summary>
internal sealed class GzipMemberInput(FileStream file) : Stream
{
    /// <summary>More than the decompressed length of the seal.</summary>
    public const int SealRoom = 64;

    private const int HeaderLength = 10;
    private const int LookAhead = 1024;
    private const int BufferSize = 128 * 1024;
    private static readonly byte[] SealMember = Pack(Seal);

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private int _memberEnd;
    private int _searched;
    private int _sealRead;
    private uint _tail;
    private bool _isFileOver;

    /// <summary>The seal, compressed.</summary>
    public static ReadOnlySpan<byte> PackedSeal => SealMember;

    public static ReadOnlySpan<byte> Seal => "\u0004 end of a gzip member \u0004"u8;

    private static ReadOnlySpan<byte> Magic => [0x1f, 0x8b, 0x08];

    // Without file name and time, as .NET and this library write it.
    private static ReadOnlySpan<byte> PlainHeader => [0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0];

    /// <summary>The position of the next byte in the file.</summary>
    public long Offset { get; private set; } = file.CanSeek ? file.Position : 0;

    /// <summary>Whether all bytes of the member have been read.</summary>
    public bool IsSealed { get; private set; }

    /// <summary>Whether all bytes of the file have been read.</summary>
    public bool IsAtEnd => _isFileOver && _start == _end;

    /// <summary>The last four bytes of the member that were read, as a number. In a complete member, this is the decompressed length.</summary>
    public uint DeclaredLength => _tail;

    /// <summary>Moves to the next member and skips the rest of this member and all bytes that do not belong to a member.</summary>
    /// <param name="skipped">The number of bytes that do not belong to a member.</param>
    /// <returns>False at the end of the file.</returns>
    public bool TryOpenNext(out long skipped)
    {
        skipped = 0;
        (IsSealed, _sealRead) = (false, 0);
        while (FillTo(LookAhead + 1) > 0 && !IsMember(_start))
        {
            _memberEnd = _searched = _start;
            FindMemberEnd(_start + 1);
            skipped += _memberEnd - _start;
            MoveTo(_memberEnd);
        }

        _memberEnd = _start;
        _searched = Math.Min(_start + 1, _end);
        return _start < _end;
    }

    /// <summary>Skips the rest of the member.</summary>
    public void SkipRest()
    {
        while (!IsSealed)
        {
            if (_memberEnd == _start)
                FindMemberEnd(_searched);
            IsSealed = _memberEnd == _start;
            MoveTo(_memberEnd);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (!IsSealed && _memberEnd == _start)
            FindMemberEnd(_searched);
        if (_memberEnd == _start)
        {
            IsSealed = true;
            var left = SealMember.AsSpan(_sealRead);
            left = left[..Math.Min(left.Length, buffer.Length)];
            left.CopyTo(buffer);
            _sealRead += left.Length;
            return left.Length;
        }

        var count = Math.Min(buffer.Length, _memberEnd - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        foreach (var b in _buffer.AsSpan(_start + Math.Max(0, count - sizeof(uint)), Math.Min(count, sizeof(uint))))
            _tail = (_tail >> 8) | ((uint)b << 24);
        MoveTo(_start + count);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // Extends the known end of the member; it does not move if the member ends there.
    private void FindMemberEnd(int from)
    {
        var searched = from - _start;
        FillTo(LookAhead + 1);
        from = Math.Min(_start + searched, _end);
        while (true)
        {
            var found = _buffer.AsSpan(from.._end).IndexOf(Magic);
            if (found < 0)
            {
                // A header may start in the last two bytes.
                _memberEnd = _isFileOver ? _end : Math.Max(_end - Magic.Length + 1, from);
                break;
            }

            found += from;
            var isWhole = found + LookAhead <= _end || _isFileOver;
            if (!isWhole || IsMember(found))
            {
                _memberEnd = found;
                break;
            }

            from = found + 1;
        }

        _searched = Math.Max(_memberEnd, from);
    }

    // Compressed data contains the bytes of a header by chance about every 100 GB; only data that decompresses to text is a member.
    private bool IsMember(int at)
    {
        var header = _buffer.AsSpan(at.._end);
        if (header.StartsWith(PlainHeader))
            return true;
        if (header.Length < HeaderLength || !header.StartsWith(Magic) || header[3] > 0x1f || header[8] is not (0 or 2 or 4) || header[9] is > 13 and < 255)
            return false;
        try
        {
            using var trial = new GZipStream(new MemoryStream(_buffer, at, Math.Min(LookAhead, _end - at)), CompressionMode.Decompress);
            Span<byte> text = stackalloc byte[64];
            foreach (var b in text[..trial.Read(text)])
            {
                if (b < ' ' && b is not ((byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)RecordingText.Escape or 0))
                    return false;
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private void MoveTo(int start)
    {
        Offset += start - _start;
        _start = start;
    }

    /// <summary>Returns the number of available bytes: at least the requested number, or fewer at the end of the file.</summary>
    private int FillTo(int count)
    {
        if (_end - _start >= count || _isFileOver)
            return _end - _start;
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        _memberEnd -= _start;
        _searched -= _start;
        (_start, _end) = (0, _end - _start);
        while (_end < BufferSize)
        {
            var read = file.Read(_buffer.AsSpan(_end));
            _isFileOver = read == 0;
            if (_isFileOver)
                break;
            _end += read;
        }

        return _end;
    }

    private static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
