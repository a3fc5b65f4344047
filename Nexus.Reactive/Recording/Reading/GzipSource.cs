namespace Nexus.Reactive;

/// <summary>
/// A compressed recording, decompressed on the thread pool one block ahead of the reader. If the pool has not started a block when the reader asks
/// for it, the reader's thread decompresses it, so a busy pool causes no delay.
/// </summary>
internal sealed class GzipSource(string path) : IRecordingSource
{
    private readonly GzipMembers _members = new(path);
    private GzipBlock _block = new();
    private GzipBlock _next = new();
    private Lazy<GzipBlock>? _filling;
    private int _read;

    public bool CanSeek => _members.CanSeek;

    public long Offset => _members.Offset;

    public int Read(Span<byte> buffer, out string? damage)
    {
        damage = null;
        while (_read == _block.Count)
        {
            damage = _block.Damage;
            _block.Damage = null;
            if (damage is not null || _block.IsLast)
                return 0;
            TakeNext();
        }

        var count = Math.Min(buffer.Length, _block.Count - _read);
        _block.Bytes.AsSpan(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }

    public void Suspend()
    {
        // A file that is being read is closed afterwards.
        if (_filling is not null)
            Run(_filling);
        _members.Suspend();
    }

    public void Dispose()
    {
        if (_filling is not null)
            Run(_filling);
        _members.Dispose();
    }

    private void TakeNext()
    {
        _filling ??= FillNext();
        var next = _filling.Value;
        (_block, _next, _read) = (next, _block, 0);
        _filling = next.IsLast ? null : FillNext();
    }

    private Lazy<GzipBlock> FillNext()
    {
        var filling = new Lazy<GzipBlock>(() =>
        {
            _members.Fill(_next);
            return _next;
        });
        ThreadPool.UnsafeQueueUserWorkItem(Run, filling, preferLocal: false);
        return filling;
    }

    private static void Run(Lazy<GzipBlock> filling)
    {
        try
        {
            _ = filling.Value;
        }
        catch (Exception)
        {
            // The reader gets the exception when it asks for the block.
            return;
        }
    }
}
