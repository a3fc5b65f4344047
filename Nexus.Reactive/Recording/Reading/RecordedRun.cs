namespace Nexus.Reactive;

/// <summary>
/// One of several recordings that are opened together: one file, or the files of one run of a program, one after another. Knows its symbols, and whether
/// messages of them can be expected from it.
/// </summary>
internal sealed class RecordedRun(RecordingHead first)
{
    private readonly Queue<RecordingHead> _next = new();
    private readonly HashSet<Symbol> _interrupted = [];
    private RecordingHead _last = first;

    /// <summary>The number of the recording.</summary>
    public int Index { get; set; }

    /// <summary>The current file.</summary>
    public RecordingHead Head { get; private set; } = first;

    /// <summary>The reader of the current file.</summary>
    public RecordingReader Reader => Head.Reader;

    /// <summary>The symbols with books or trades in this recording.</summary>
    public HashSet<Symbol> Symbols { get; } = first.FirstSymbol is { } symbol ? [symbol] : [];

    public bool IsStarted { get; private set; }

    public bool HasEnded { get; set; }

    public bool IsRunning => IsStarted && !HasEnded;

    /// <summary>Whether the recording is in a gap of all symbols.</summary>
    public bool IsInterrupted { get; set; }

    /// <summary>Whether messages can be expected: from the first line to the last, except between a gap and the next message.</summary>
    public bool IsAnyUp => IsRunning && !IsInterrupted && (_interrupted.Count == 0 || !Symbols.IsSubsetOf(_interrupted));

    /// <summary>Returns whether messages of a symbol can be expected.</summary>
    public bool IsUp(Symbol symbol) => IsAnyUp && !_interrupted.Contains(symbol);

    /// <summary>Groups files into recordings, in the order of their first files.</summary>
    public static List<RecordedRun> Group(IEnumerable<RecordingHead> files)
    {
        List<RecordedRun> runs = [];
        foreach (var file in files.OrderBy(static file => file.Part?.Number ?? 0))
        {
            if (runs.Find(run => file.Follows(run._last.Part)) is { } run)
                run.Add(file);
            else
                runs.Add(new RecordedRun(file));
        }

        runs = [.. runs.OrderBy(static run => run.Head.Place)];
        for (var i = 0; i < runs.Count; i++)
            runs[i].Index = i;
        return runs;
    }

    /// <summary>Returns whether this recording has not started and follows an ended file.</summary>
    public bool Follows(RunPart? ended) => !IsStarted && !HasEnded && Head.Follows(ended);

    /// <summary>Moves to the next file. Returns false if there is none.</summary>
    public bool TryMoveNext()
    {
        if (!_next.TryDequeue(out var next))
            return false;
        Continue(next);
        return true;
    }

    /// <summary>Continues with the files of another recording, which ends.</summary>
    public void Continue(RecordedRun other)
    {
        Continue(other.Head);
        foreach (var file in other._next)
            Add(file);
        other.HasEnded = true;
    }

    /// <summary>Closes the files until the next read.</summary>
    public void Suspend()
    {
        Reader.Suspend();
        foreach (var file in _next)
            file.Reader.Suspend();
    }

    public void Dispose()
    {
        Reader.Dispose();
        foreach (var file in _next)
            file.Reader.Dispose();
    }

    /// <summary>Updates the state with the reader's current entry.</summary>
    /// <returns>Whether a gap starts, so that other recordings replace this one.</returns>
    public bool Observe(NexusMessage? message)
    {
        IsStarted = true;
        switch (message)
        {
            case null:
                IsInterrupted |= Reader.Kind == RecordedKind.Gap;
                return Reader.Kind == RecordedKind.Gap;
            case FeedGap { Symbol: { } symbol }:
                return _interrupted.Add(symbol);
            case FeedGap:
                return IsInterrupted = true;
            case FeedResumed { Symbol: null }:
                _interrupted.Clear();
                break;
            case FeedResumed { Symbol: { } symbol }:
                _interrupted.Remove(symbol);
                break;
            case IHasSymbol { Symbol: var symbol }:
                _interrupted.Remove(symbol);
                if (message is Book or Trade)
                    Symbols.Add(symbol);
                break;
        }

        IsInterrupted = false;
        return false;
    }

    private void Add(RecordingHead file)
    {
        _next.Enqueue(file);
        _last = file;
    }

    private void Continue(RecordingHead file)
    {
        Head = file;
        if (file.FirstSymbol is { } symbol)
            Symbols.Add(symbol);
    }
}
