using System.IO.Compression;
using System.Runtime.ExceptionServices;

namespace Nexus.Reactive;

/// <summary>
/// Decompresses a recording a block ahead of whoever reads it, on the thread pool: of a replay's work it is the part that can be done apart. A block that
/// the pool has not come to when it is asked for is decompressed there and then, so that a busy pool holds nobody up.
/// </summary>
internal sealed class PrefetchingGunzip : IDisposable
{
    private const int BlockSize = 64 * 1024;

    private readonly SentinelGzipStream _packed;
    private readonly GZipStream _unpacked;
    private byte[] _block = new byte[BlockSize];
    private byte[] _next = new byte[BlockSize];
    private int _start;
    private int _end;
    private Lazy<int> _filling;
    private bool _isOver;
    private ExceptionDispatchInfo? _fault;

    public PrefetchingGunzip(FileStream file)
    {
        _packed = new SentinelGzipStream(file);
        _unpacked = new GZipStream(_packed, CompressionMode.Decompress);
        _filling = FillNext();
    }

    /// <summary>As much as there is in one piece; 0 at the end.</summary>
    /// <exception cref="InvalidDataException">The compressed data breaks off here.</exception>
    public int Read(Span<byte> buffer)
    {
        if (_start == _end)
            TakeNext();
        var count = Math.Min(buffer.Length, _end - _start);
        _block.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public void Dispose()
    {
        // Nothing closes a file that is being read, or is still to be.
        Run(_filling);
        _unpacked.Dispose();
    }

    private void TakeNext()
    {
        var count = _filling.Value;
        (_block, _next) = (_next, _block);
        (_start, _end) = (0, count);
        if (count > 0)
            _filling = FillNext();
    }

    private Lazy<int> FillNext()
    {
        var filling = new Lazy<int>(Fill);
        ThreadPool.UnsafeQueueUserWorkItem(Run, filling, preferLocal: false);
        return filling;
    }

    private static void Run(Lazy<int> filling)
    {
        try
        {
            _ = filling.Value;
        }
        catch (Exception)
        {
            // It is thrown again to whoever asks for the block.
            return;
        }
    }

    // Full, or waking each other for the little that the decompressor gives at a time would cost more than is gained.
    private int Fill()
    {
        _fault?.Throw();
        var count = 0;
        while (!_isOver && count < BlockSize)
        {
            try
            {
                count += Unpack(_next.AsSpan(count));
            }
            catch (Exception error) when (count > 0)
            {
                // What came before the damage goes out before the fault.
                _fault = ExceptionDispatchInfo.Capture(error);
                break;
            }
        }

        return count;
    }

    private int Unpack(Span<byte> room)
    {
        var count = _unpacked.Read(room);

        // The decompressor stops before the seal too, at what is no gzip.
        if (!_packed.IsAtEnd && count > 0)
            return count;
        _isOver = room[..count].SequenceEqual(SentinelGzipStream.Seal);
        return _isOver ? 0 : throw new InvalidDataException();
    }
}
