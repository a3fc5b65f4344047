namespace Nexus.Reactive;

/// <summary>The lines of several recordings by arrival time; those of one instant in the order of the paths.</summary>
internal sealed class MergedRecordings : IDisposable
{
    // Each at its next line, but for the one that the line at hand is of.
    private readonly List<RecordingReader> _open = [];
    private readonly List<string> _faults = [];
    private int _current;

    public MergedRecordings(IEnumerable<string> paths)
    {
        try
        {
            foreach (var path in paths)
                _open.Add(new RecordingReader(path));
        }
        catch
        {
            Dispose();
            throw;
        }

        for (var i = _open.Count - 1; i > 0; i--)
            Advance(i);
    }

    /// <summary>The recording of the line at hand, which stands until the next is read.</summary>
    public RecordingReader Current => _open[_current];

    /// <summary>Goes to the next line; false at the end of all.</summary>
    /// <exception cref="InvalidDataException">All that was readable has been read, and of some recording not everything was.</exception>
    public bool TryRead()
    {
        if (_open.Count > 0)
            Advance(_current);
        if (_open.Count == 0)
            return _faults.Count == 0 ? false : throw new InvalidDataException(string.Join(' ', _faults));

        _current = 0;
        for (var i = 1; i < _open.Count; i++)
        {
            if (_open[i].Nanoseconds < Current.Nanoseconds)
                _current = i;
        }

        return true;
    }

    public void Dispose()
    {
        foreach (var reader in _open)
            reader.Dispose();
        _open.Clear();
    }

    private void Advance(int index)
    {
        var reader = _open[index];
        try
        {
            if (reader.TryRead())
                return;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            _faults.Add(e.Message);
        }

        _open.RemoveAt(index);
        reader.Dispose();
    }
}
