namespace Nexus.Reactive;

/// <summary>Merges several recordings by arrival time; entries of the same time are in the order of the paths.</summary>
internal sealed class MergedRecordings : IDisposable
{
    private readonly List<RecordingReader> _open = [];
    private readonly List<Exception> _faults = [];
    private readonly OrderOwnership? _ownership;
    private int _current;
    private long _closed;
    private bool _isStarted;

    public MergedRecordings(IReadOnlyList<string> paths)
    {
        try
        {
            foreach (var path in paths)
                _open.Add(new RecordingReader(path));
            if (paths.Count > 1)
                _ownership = new OrderOwnership(_open, paths);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The number of bytes of the files read so far.</summary>
    public long Offset => _closed + _open.Sum(static reader => reader.Offset);

    /// <summary>The recording of the current entry; valid until the next read.</summary>
    public RecordingReader Current => _open[_current];

    /// <summary>The decoded current message; null if it is not decoded yet, or if the entry is damaged.</summary>
    public NexusMessage? Message { get; private set; }

    /// <summary>Moves to the next entry to deliver. Returns false at the end of all recordings.</summary>
    /// <exception cref="IOException">A file could not be read to its end; everything readable has been read before.</exception>
    public bool TryRead()
    {
        while (TryReadNext())
        {
            if (_ownership is null)
                return true;
            Message = _ownership.Decode(Current);
            if (_ownership.IsDelivered(Current, Message))
                return true;
        }

        return _faults.Count == 0 ? false : throw Fault();
    }

    /// <summary>Closes the files; the next read opens them again and continues at the same position.</summary>
    public void Suspend()
    {
        foreach (var reader in _open)
            reader.Suspend();
    }

    public void Dispose()
    {
        foreach (var reader in _open)
            reader.Dispose();
        _open.Clear();
    }

    private bool TryReadNext()
    {
        if (_isStarted)
            Advance(_current);
        else
        {
            for (var i = _open.Count - 1; i >= 0; i--)
                Advance(i);
            _isStarted = true;
        }

        _current = 0;
        for (var i = 1; i < _open.Count; i++)
        {
            if (_open[i].Nanoseconds < _open[_current].Nanoseconds)
                _current = i;
        }

        return _open.Count > 0;
    }

    private void Advance(int index)
    {
        var reader = _open[index];
        try
        {
            if (reader.TryRead())
                return;
        }
        catch (Exception e) when (RecordingFile.IsReadError(e))
        {
            _faults.Add(e);
        }

        _open.RemoveAt(index);
        _ownership?.End(reader);
        _closed += reader.Offset;
        reader.Dispose();
    }

    private Exception Fault() => _faults.Count == 1 ? _faults[0] : new IOException(string.Join(' ', _faults.Select(static fault => fault.Message)));
}
