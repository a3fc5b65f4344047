using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Nexus.Reactive;

/// <summary>
/// Writes the lines of a recording in batches, each of them whole on the disk after <see cref="Flush"/>: in a <c>.gz</c> each batch is a gzip
/// member of its own, so that what a crash leaves is a valid file.
/// </summary>
internal sealed class RecordingWriter : IDisposable
{
    private const int LargeBatch = 256 * 1024;
    private const int FileBuffer = 64 * 1024;

    private readonly FileStream _lock;
    private readonly FileStream _file;
    private readonly bool _isPacked;
    private readonly ArrayBufferWriter<byte> _batch = new();
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    public RecordingWriter(string path)
    {
        path = Path.GetFullPath(path);
        try
        {
            // The recording itself stays readable while it is written, which on Unix would let a second writer in too.
            _lock = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot record to '{path}': it is being recorded to already, or its folder cannot be written.", e);
        }

        try
        {
            _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, FileBuffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _lock.Dispose();
            throw new IOException($"Cannot record to '{path}': {e.Message}", e);
        }

        _isPacked = IsPacked(path);
    }

    public bool HasUnflushed => _batch.WrittenCount > 0;

    public static bool IsPacked(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    public void Write(DateTimeOffset time, string? message)
    {
        // A clock that is set back would leave a recording that cannot be merged.
        _last = time > _last ? time : _last;
        var ticks = (_last - DateTimeOffset.UnixEpoch).Ticks;
        Append(ticks == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{ticks}00"));
        Append("\t");
        Append(message);
        Append("\n", keepBreaks: true);
        if (_batch.WrittenCount > LargeBatch)
            Flush();
    }

    public void Flush()
    {
        if (!HasUnflushed)
            return;
        var end = _file.Position;
        try
        {
            if (_isPacked)
            {
                using var packed = new GZipStream(_file, CompressionLevel.Optimal, leaveOpen: true);
                packed.Write(_batch.WrittenSpan);
            }
            else
                _file.Write(_batch.WrittenSpan);

            _file.Flush();
        }
        catch
        {
            CutBackTo(end);
            throw;
        }

        _batch.ResetWrittenCount();
    }

    public void Dispose()
    {
        try
        {
            _file.Dispose();
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private void Append(ReadOnlySpan<char> text, bool keepBreaks = false)
    {
        var space = _batch.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        var written = space[..Encoding.UTF8.GetBytes(text, space)];
        if (!keepBreaks)
        {
            written.Replace((byte)'\r', (byte)' ');
            written.Replace((byte)'\n', (byte)' ');
        }

        _batch.Advance(written.Length);
    }

    // Half a batch, on a full disk for example, would spoil what is there.
    private void CutBackTo(long length)
    {
        try
        {
            _file.SetLength(length);
        }
        catch (IOException)
        {
            // The error that led here says more.
        }
    }
}
