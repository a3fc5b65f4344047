namespace Nexus.Reactive;

/// <summary>
/// Reads all available data, up to the size of a buffer, and returns it in the requested pieces. A websocket requests the header and then the body of a
/// frame, each of which would otherwise be a system call. All other calls are passed to the inner stream.
/// </summary>
/// <remarks>One reader at a time, without a thread or a lock. Data that a failed or cancelled read did not receive is returned by a later read.</remarks>
internal sealed class ReadAheadStream(Stream inner) : Stream
{
    public const int BufferSize = 64 * 1024;

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private volatile bool _isDisposed;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override bool CanTimeout => inner.CanTimeout;

    public override int ReadTimeout { get => inner.ReadTimeout; set => inner.ReadTimeout = value; }

    public override int WriteTimeout { get => inner.WriteTimeout; set => inner.WriteTimeout = value; }

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_start == _end)
        {
            if (IsForInner(buffer.Length))
                return inner.Read(buffer);
            Filled(inner.Read(_buffer));
        }

        return HandOut(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<int>(cancellationToken);
        if (_isDisposed)
            return ValueTask.FromException<int>(new ObjectDisposedException(nameof(ReadAheadStream)));
        if (_start < _end)
            return new ValueTask<int>(HandOut(buffer.Span));
        return IsForInner(buffer.Length) ? inner.ReadAsync(buffer, cancellationToken) : FillAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    // A read of zero bytes waits for data without reading it. A read of more than the size of the buffer does not need the buffer.
    private static bool IsForInner(int length) => length is 0 or >= BufferSize;

    private async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Filled(await inner.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false));
        return HandOut(buffer.Span);
    }

    private void Filled(int count)
    {
        _start = 0;
        _end = count;
    }

    private int HandOut(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }
}
