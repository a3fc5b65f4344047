namespace Nexus.Reactive;

/// <summary>The lines of several recordings by arrival time; those of one instant in the order of the paths.</summary>
internal sealed class MergedRecordings : IDisposable
{
    private readonly List<(RecordingReader Reader, RecordedLine Next)> _open = [];
    private readonly List<string> _faults = [];

    public MergedRecordings(IEnumerable<string> paths)
    {
        try
        {
            foreach (var path in paths)
            {
                var reader = new RecordingReader(path);
                _open.Add((reader, default));
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        for (var i = _open.Count - 1; i >= 0; i--)
            Advance(i);
    }

    /// <summary>The next line; false at the end of all.</summary>
    /// <exception cref="InvalidDataException">All that was readable has been read, and of some recording not everything was.</exception>
    public bool TryRead(out RecordedLine line)
    {
        line = default;
        if (_open.Count == 0)
            return _faults.Count == 0 ? false : throw new InvalidDataException(string.Join(' ', _faults));

        var first = 0;
        for (var i = 1; i < _open.Count; i++)
        {
            if (_open[i].Next.Nanoseconds < _open[first].Next.Nanoseconds)
                first = i;
        }

        line = _open[first].Next;
        Advance(first);
        return true;
    }

    public void Dispose()
    {
        foreach (var (reader, _) in _open)
            reader.Dispose();
        _open.Clear();
    }

    private void Advance(int index)
    {
        var reader = _open[index].Reader;
        try
        {
            if (reader.TryRead(out var next))
            {
                _open[index] = (reader, next);
                return;
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            _faults.Add(e.Message);
        }

        _open.RemoveAt(index);
        reader.Dispose();
    }
}
