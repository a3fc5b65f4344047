namespace Nexus.Reactive;

/// <summary>
/// Merges several recordings by arrival time; entries of the same time are in the order of the paths. The files of one run are read one after another. Each
/// message is delivered once, and what the recordings do not contain is a gap.
/// </summary>
internal sealed class MergedRecordings : IDisposable
{
    private readonly List<Exception> _faults = [];
    private readonly HashSet<string> _empty = new(StringComparer.Ordinal);
    private readonly List<RecordedRun> _runs = [];
    private readonly List<RecordedRun> _open;
    private readonly HashSet<int> _places = [];
    private readonly Queue<InsertedEntry> _insertions = new();
    private readonly MessageDecoder _decoder = new();
    private readonly MessageOwnership _ownership;
    private readonly RecordingGaps _gaps;
    private readonly bool _isMerged;
    private RecordedRun? _current;
    private InsertedEntry? _inserted;
    private InsertedEntry? _error;
    private NexusMessage? _waiting;
    private bool _isWaiting;
    private bool _isGap;
    private long _closed;

    public MergedRecordings(IReadOnlyList<string> paths)
    {
        _isMerged = paths.Count > 1;
        var files = new List<RecordingHead>();
        for (var place = 0; place < paths.Count; place++)
            Open(paths[place], place, files);
        _runs = RecordedRun.Group(files);
        _open = [.. _runs];
        _ownership = new MessageOwnership(_runs, _insertions);
        _gaps = new RecordingGaps(_runs, _insertions);
    }

    /// <summary>The number of bytes of the files read so far.</summary>
    public long Offset => _closed + _open.Sum(static run => run.Reader.Offset);

    /// <summary>The paths of the files that were read to their end and contain no message, damage or error.</summary>
    public IReadOnlySet<string> Empty => _empty;

    /// <summary>The current entry; valid until the next read.</summary>
    public IRecordedEntry Current => _inserted is not null ? _inserted : _current!.Reader;

    /// <summary>The decoded current message; null if it is not decoded yet, or if the entry is damaged.</summary>
    public NexusMessage? Message { get; private set; }

    /// <summary>Moves to the next entry to deliver. Returns false at the end of all recordings. The error of a source can only be the last entry.</summary>
    /// <exception cref="IOException">A file could not be read to its end; all readable entries have been read before.</exception>
    public bool TryRead()
    {
        while (!TryTakeInserted() && !TryTakeWaiting())
        {
            if (TryReadNext())
                Classify();
            else if (_insertions.Count == 0 && !TryEnd())
                return false;
        }

        return true;
    }

    /// <summary>Closes the files; the next read opens them again and continues at the same position.</summary>
    public void Suspend()
    {
        foreach (var run in _open)
            run.Suspend();
    }

    public void Dispose()
    {
        foreach (var run in _open)
            run.Dispose();
        _open.Clear();
    }

    // A file that cannot be opened does not affect the other files.
    private void Open(string path, int place, List<RecordingHead> files)
    {
        try
        {
            var reader = new RecordingReader(path);
            files.Add(_isMerged ? RecordingHead.Read(reader, place) : new RecordingHead(reader, place, null, null));
            _places.Add(place);
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
        if (_isGap)
            _ownership.InsertMissed(_current!, _current!.Reader);
        return true;
    }

    private void Classify()
    {
        var reader = _current!.Reader;
        if (reader.Kind == RecordedKind.Error)
        {
            _error = new InsertedEntry(null, reader.Text.ToString(), reader);
            return;
        }

        _error = null;
        _isWaiting = true;
        if (!_isMerged)
            return;
        _waiting = reader.Kind == RecordedKind.Message ? reader.Decode(_decoder) : null;
        _isGap = _current.Observe(_waiting);
        _isWaiting = _ownership.IsDelivered(_current, _waiting);
    }

    // An error that is followed by other entries, such as those of a later run, does not end the replay.
    private bool TryEnd()
    {
        if (_faults.Count > 0)
            throw Fault();
        if (_error is null)
            return false;
        _insertions.Enqueue(_error);
        _error = null;
        return true;
    }

    private bool TryReadNext()
    {
        if (_current is { HasEnded: false })
            Advance(_current);
        else if (_current is null)
        {
            foreach (var run in _runs)
                Advance(run);
        }

        RecordedRun? next = null;
        foreach (var run in _open)
        {
            if (next is null || (run.Reader.Nanoseconds < next.Reader.Nanoseconds && !IsUnplaced(run)) || IsUnplaced(next))
                next = run;
        }

        _current = next ?? _current ?? _runs.FirstOrDefault();
        return next is not null;
    }

    // A damaged file without any arrival time follows the file before it.
    private bool IsUnplaced(RecordedRun run) => !run.Reader.HasTime && _places.Contains(run.Head.Place - 1);

    private void Advance(RecordedRun run)
    {
        while (!run.HasEnded)
        {
            var isWhole = true;
            try
            {
                if (run.Reader.TryRead())
                    return;
            }
            catch (Exception e) when (RecordingFile.IsReadError(e))
            {
                _faults.Add(e);
                isWhole = false;
            }

            if (TryMoveToNextFile(run, isWhole))
                return;
        }
    }

    // Moves to the next file. If that has been a recording of its own, its first entry may have been read.
    private bool TryMoveToNextFile(RecordedRun run, bool isWhole)
    {
        var ended = run.Reader;
        _places.Remove(run.Head.Place);
        _closed += ended.Offset;
        if (isWhole && ended.IsEmpty)
            _empty.Add(ended.Path);
        var hasNext = run.TryMoveNext();
        var other = hasNext ? null : _runs.Where(other => other.Follows(ended.Part)).MinBy(static other => other.Head.Part!.Number);
        if (other is not null)
        {
            run.Continue(other);
            _open.Remove(other);
        }

        if (!hasNext && other is null)
        {
            _open.Remove(run);
            _gaps.End(run);
        }

        if (run.HasEnded || _gaps.Continue(run, ended, isWhole))
            _ownership.InsertMissed(run, ended);
        ended.Dispose();
        return !run.HasEnded && !hasNext && run.Reader.HasTime;
    }

    private Exception Fault() =>
        _faults.Count == 1 ? _faults[0] : new IOException(string.Join(' ', _faults.Select(static fault => fault.Message)), new AggregateException(_faults));
}
