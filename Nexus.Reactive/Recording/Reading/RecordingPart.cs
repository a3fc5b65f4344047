namespace Nexus.Reactive;

/// <summary>One of several recordings that are opened together: its symbols, and whether messages of them can be expected from it.</summary>
internal sealed class RecordingPart
{
    // The symbol's own socket sends its book first. A recording in which the symbol appears later than this limit owns no events of the symbol until then.
    private const int LinesToSymbol = 1000;
    private const int MaxLine = 1024 * 1024;

    private readonly HashSet<Symbol> _interrupted = [];
    private readonly Symbol? _firstSymbol;
    private bool _isInterrupted;

    public RecordingPart(RecordingReader reader, int origin)
    {
        (Reader, Origin) = (reader, origin);
        _firstSymbol = FirstSymbol(reader);
        if (_firstSymbol is { } first)
            Symbols.Add(first);
    }

    public RecordingReader Reader { get; }

    /// <summary>The recording run to which this file belongs. Files that continue each other have the same run.</summary>
    public int Origin { get; private set; }

    /// <summary>The symbols with books or trades in this recording.</summary>
    public HashSet<Symbol> Symbols { get; } = [];

    public bool IsStarted { get; private set; }

    public bool HasEnded { get; set; }

    /// <summary>The time at which the recording started or its last gap ended, in nanoseconds since the Unix epoch.</summary>
    public Int128 UpSince { get; private set; }

    /// <summary>Returns whether messages of a symbol can be expected: from the first line to the last, except between a gap and the next message.</summary>
    public bool IsUp(Symbol symbol) => IsStarted && !HasEnded && !_isInterrupted && !_interrupted.Contains(symbol);

    /// <summary>Updates the state with the reader's current entry.</summary>
    /// <returns>Whether another recording may now be the owner of a symbol.</returns>
    public bool Observe(NexusMessage? message)
    {
        var isBack = !IsStarted;
        var isChange = isBack;
        IsStarted = true;
        switch (message)
        {
            case null:
                _isInterrupted |= Reader.Kind == RecordedKind.Gap;
                return isChange || _isInterrupted;
            case FeedGap { Symbol: { } symbol }:
                return _interrupted.Add(symbol) | isChange;
            case FeedGap:
                _isInterrupted = true;
                return true;
            case FeedResumed { Symbol: null }:
                isBack |= _interrupted.Count > 0;
                _interrupted.Clear();
                break;
            case FeedResumed { Symbol: { } symbol }:
                isBack |= _interrupted.Remove(symbol);
                break;
            case IHasSymbol { Symbol: var symbol }:
                isBack |= _interrupted.Remove(symbol);
                isChange |= message is Book or Trade && Symbols.Add(symbol);
                break;
        }

        isBack |= _isInterrupted;
        _isInterrupted = false;
        if (isBack)
            UpSince = Reader.Nanoseconds;
        return isChange || isBack;
    }

    /// <summary>Returns whether this recording has not started and continues one that has ended, without a break.</summary>
    public bool IsContinuationOf(RecordingPart ended) =>
        !IsStarted && !HasEnded && Reader.IsContinuation && (_firstSymbol is not { } symbol || ended.Symbols.Contains(symbol));

    public void Continue(RecordingPart ended)
    {
        Origin = ended.Origin;
        Symbols.UnionWith(ended.Symbols);
    }

    // A pipe can be read only once.
    private static Symbol? FirstSymbol(RecordingReader recording)
    {
        if (!recording.CanSeek)
            return null;
        try
        {
            var decoder = new MessageDecoder();
            using var reader = new RecordingReader(recording.Path, MaxLine);
            for (var i = 0; i < LinesToSymbol && reader.TryRead(); i++)
            {
                if (reader.Kind == RecordedKind.Message && decoder.Decode(reader.Text) is (Book or Trade) and IHasSymbol message)
                    return message.Symbol;
            }
        }
        catch (Exception e) when (RecordingFile.IsReadError(e))
        {
            // Reading the recording later raises the same error.
            return null;
        }

        return null;
    }
}
