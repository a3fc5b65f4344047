using System.IO.Compression;

namespace Nexus.Reactive;

/// <summary>Finds the last arrival time of a recording without reading the whole file.</summary>
/// <remarks>
/// Memory: one line of the maximum length and 256 KiB. Work: at most <see cref="MaxWork"/> bytes are decompressed, which takes a few seconds. The end of a
/// recording contains a time within these limits, unless it is damaged.
/// </remarks>
internal static class RecordingTail
{
    /// <summary>The maximum number of bytes that are decompressed, before and after decompression.</summary>
    public const long MaxWork = 2L * RecordingFile.MaxLine;

    private const int FirstLength = 256 * 1024;
    private const int MaxLength = RecordingFile.MaxLine + FirstLength;
    private const int Growth = 8;

    // The start of each gzip member: the format and its only method.
    private static ReadOnlySpan<byte> MemberStart => [0x1f, 0x8b, 8];

    /// <summary>Returns the last arrival time in nanoseconds since the Unix epoch; null if the end of the file contains none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isGzip">Whether the file is compressed.</param>
    /// <param name="work">The maximum number of bytes to decompress.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Int128? FindLastTime(Stream file, bool isGzip, long work = MaxWork)
    {
        for (var length = (long)FirstLength; ; length *= Growth)
        {
            var taken = (int)Math.Min(Math.Min(length, MaxLength), file.Length);
            var tail = new byte[taken];
            file.Position = file.Length - taken;
            file.ReadExactly(tail);
            var last = isGzip ? FindInMembers(tail, ref work) : FindInLines(tail, startsInLine: taken < file.Length);
            if (last is not null || taken == file.Length || taken == MaxLength || work <= 0)
                return last;
        }
    }

    private static Int128? FindInLines(ReadOnlySpan<byte> tail, bool startsInLine)
    {
        var lines = new LastLine(startsInLine);
        lines.Add(tail);
        return lines.Time;
    }

    private static Int128? FindInMembers(byte[] tail, ref long work)
    {
        var buffer = new byte[FirstLength];
        for (var start = tail.AsSpan().LastIndexOf(MemberStart); start >= 0 && work > 0; start = tail.AsSpan(0, start).LastIndexOf(MemberStart))
        {
            if (Unpack(tail, start, buffer, ref work) is { } time)
                return time;
        }

        return null;
    }

    private static Int128? Unpack(byte[] tail, int start, byte[] buffer, ref long work)
    {
        var lines = new LastLine(startsInLine: false);
        var packed = new MemoryStream(tail, start, tail.Length - start);
        try
        {
            using var gzip = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
            while (work > 0 && gzip.Read(buffer) is > 0 and var count)
            {
                work -= count;
                lines.Add(buffer.AsSpan(0, count));
            }
        }
        catch (InvalidDataException)
        {
            // The end of the file is damaged, or these bytes only look like a member.
            return lines.Time;
        }
        finally
        {
            work -= packed.Position;
        }

        return lines.Time;
    }

    /// <summary>Keeps the time of the last complete line.</summary>
    private struct LastLine(bool startsInLine)
    {
        private readonly byte[] _start = new byte[RecordingLine.Overhead];
        private int _length;
        private bool _isSkipping = startsInLine;

        public Int128? Time { get; private set; }

        public void Add(ReadOnlySpan<byte> bytes)
        {
            while (bytes.IndexOf((byte)'\n') is >= 0 and var length)
            {
                AddToLine(bytes[..length]);
                if (!_isSkipping && RecordedLine.FindFault(_start.AsSpan(0, _length), out _, out var time) is null)
                    Time = time;
                (_length, _isSkipping) = (0, false);
                bytes = bytes[(length + 1)..];
            }

            AddToLine(bytes);
        }

        private void AddToLine(ReadOnlySpan<byte> bytes)
        {
            var taken = bytes[..Math.Min(bytes.Length, _start.Length - _length)];
            taken.CopyTo(_start.AsSpan(_length));
            _length += taken.Length;
        }
    }
}
