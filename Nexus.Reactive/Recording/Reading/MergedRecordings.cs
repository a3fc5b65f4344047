namespace Nexus.Reactive;

/// <summary>
/// Merges several recordings by arrival time; entries of the same time are in the order of the paths. Each order event is delivered once, and the end of a
/// recording while others continue is a gap of its symbols.
/// </summary>
internal sealed class MergedRecordings : IDisposable
{
    private readonly List<RecordingReader> _open = [];
    private readonly List<Exception> _faults = [];
    private readonly List<RecordingPart> _parts = [];
    private readonly Queue<InsertedEntry> _insertions = new();
    private readonly MessageDecoder _decoder = new();
    private readonly OrderOwnership _ownership;
    private readonly RecordingEnds _ends;
    private readonly bool _isMerged;
    private InsertedEntry? _inserted;
    private NexusMessage? _waiting;
    private bool _isWaiting;
    private int _current;
    private long _closed;
    private bool _isStarted;

    public MergedRecordings(IReadOnlyList<string> paths)
    {
        _isMerged = paths.Count > 1;
        _ownership = new OrderOwnership(_parts, _insertions);
        _ends = new RecordingEnds(_parts, _insertions);
        foreach (var path in paths)
            Open(path);
        if (_isMerged)
            _parts.AddRange(_open.Select(static (reader, i) => new RecordingPart(reader, i)));
    }

    /// <summary>The number of bytes of the files read so far.</summary>
    public long Offset => _closed + _open.Sum(static reader => reader.Offset);

    /// <summary>The current entry; valid until the next read.</summary>
    public IRecordedEntry Current => _inserted is not null ? _inserted : _open[_current];

    /// <summary>The decoded current message; null if it is not decoded yet, or if the entry is damaged.</summary>
    public NexusMessage? Message { get; private set; }

    /// <summary>Moves to the next entry to deliver. Returns false at the end of all recordings.</summary>
    /// <exception cref="IOException">A file could not be read to its end; all readable entries have been read before.</exception>
    public bool TryRead()
    {
        while (!TryTakeInserted() && !TryTakeWaiting())
        {
            if (TryReadNext())
                Judge();
            else if (_insertions.Count == 0)
                return _faults.Count == 0 ? false : throw Fault();
        }

        return true;
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

    // A file that cannot be opened does not affect the other files.
    private void Open(string path)
    {
        try
        {
            _open.Add(new RecordingReader(path));
        }
        catch (Exception e) when (RecordingFile.IsReadError(e))
        {
            _faults.Add(e);
        }
    }

    private bool TryTakeInserted()
    {
        if (!_insertions.TryDequeue(out _inserted))
            return false;
        Message = _inserted.Message;
        return true;
    }

    // The current entry waits for the entries that are inserted before it.
    private bool TryTakeWaiting()
    {
        if (!_isWaiting)
            return false;
        _isWaiting = false;
        Message = _waiting;
        return true;
    }

    private void Judge()
    {
        _isWaiting = true;
        if (!_isMerged)
            return;
        var reader = _open[_current];
        var part = FindPart(reader);
        _waiting = reader.Kind == RecordedKind.Message ? TypedText.Decode(_decoder, reader.Text, reader.Details) : null;
        if (part.Observe(_waiting))
            _ownership.Update(reader);
        _isWaiting = _ownership.IsDelivered(part, _waiting);
    }

    private RecordingPart FindPart(RecordingReader reader) => _parts.Find(part => part.Reader == reader)!;

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
        if (_isMerged)
            End(reader);
        _closed += reader.Offset;
        reader.Dispose();
    }

    private void End(RecordingReader reader)
    {
        _ends.End(FindPart(reader));
        _ownership.Update(reader);
    }

    private Exception Fault() =>
        _faults.Count == 1 ? _faults[0] : new IOException(string.Join(' ', _faults.Select(static fault => fault.Message)), new AggregateException(_faults));
}
