namespace Nexus.Reactive;

/// <summary>
/// Tracks which periods of each symbol were received. Every operation except a restart is O(1) amortized, regardless of the number of symbols and open gaps.
/// </summary>
/// <remarks>
/// A symbol's stream is cut from its <see cref="FeedGap"/>, or a gap of all symbols, until market data of the symbol arrives, or until the first timestamp
/// after its <see cref="FeedResumed"/>, which has no time. A clock jump is a gap for every symbol. Only the last tick of a gap matters,
/// because every window that the gap overlaps is still open.
/// </remarks>
/// <param name="isFeed">True if all messages of a feed are passed in; false if only trades are.</param>
/// <param name="isOneOfSeveral">Whether other symbols of the connection are hidden; asked when the first symbol begins.</param>
internal sealed class StreamCoverage<TStream>(bool isFeed, Func<bool>? isOneOfSeveral)
    where TStream : SymbolStream, new()
{
    private readonly PerSymbol<TStream> _streams = new();
    private readonly HashSet<TStream> _resuming = [];
    private GapEnd? _end;
    private bool _anyStream;
    private bool _allAreResuming;
    private bool _allAreCut;
    private int _cutsOfAll;
    private long _lastUnseenOfAll = long.MinValue;
    private int _clockMoves;
    private long _lastSkippedByClock = long.MinValue;

    /// <summary>The time at which the stream of all symbols began.</summary>
    public long BeganAt { get; set; } = long.MaxValue;

    /// <summary>All streams, in the order in which they were first used.</summary>
    public ReadOnlySpan<(Symbol Symbol, TStream State)> InOrder => _streams.InOrder;

    public TStream this[Symbol symbol] => _streams[symbol];

    /// <summary>Returns true if a message of the symbol would not change this state.</summary>
    public bool IsSeen(TStream stream) => stream.HasBegun && !stream.IsCut && stream.CutsOfAllOver == _cutsOfAll;

    /// <summary>Records market data of the symbol. Its order events are not evidence of a connection, because they may come from another connection.</summary>
    public void OnMessage(TStream stream, Symbol symbol, long now)
    {
        if (IsSeen(stream))
            return;
        if (!stream.HasBegun)
            Begin(stream, symbol, now);
        if (stream.IsCut)
            stream.LastUnseen = Math.Max(stream.LastUnseen, now - 1);
        if (stream.CutsOfAllOver != _cutsOfAll)
            stream.LastUnseen = Math.Max(stream.LastUnseen, _allAreCut ? Math.Max(_lastUnseenOfAll, now - 1) : _lastUnseenOfAll);
        stream.IsCut = false;
        stream.CutsOfAllOver = _cutsOfAll;
    }

    /// <summary>Records the gaps in which the subscription begins.</summary>
    public void BeginInside(OpenGaps gaps, long now)
    {
        if (gaps.IsOfAll)
        {
            Cut(null, now);
            foreach (var symbol in gaps.Received)
                _streams[symbol].CutsOfAllOver = _cutsOfAll;
            if (gaps.IsAllResuming)
                Resume(null, gaps.End!);
        }

        foreach (var symbol in gaps.Symbols)
            Cut(symbol, now);
        foreach (var symbol in gaps.Resuming)
            Resume(symbol, gaps.End!);
    }

    /// <summary>Records a gap.</summary>
    public void Cut(Symbol? symbol, long now)
    {
        if (symbol is { } one)
        {
            var stream = _streams[one];
            stream.IsCut = _anyStream = true;
            stream.Cuts++;
            _resuming.Remove(stream);
            stream.LastUnseen = Math.Max(stream.LastUnseen, now);
        }
        else
        {
            _allAreCut = true;
            _allAreResuming = false;
            _resuming.Clear();
            _cutsOfAll++;
            _lastUnseenOfAll = Math.Max(_lastUnseenOfAll, now);
        }
    }

    /// <summary>Records a FeedResumed of one symbol or of all symbols. The gap lasts until its end is known.</summary>
    public void Resume(Symbol? symbol, GapEnd end)
    {
        _end = end;
        if (symbol is not { } one)
        {
            _allAreResuming = _allAreCut;
            return;
        }

        var stream = _streams[one];
        stream.Symbol = one;
        if (!IsSeen(stream))
            _resuming.Add(stream);
    }

    /// <summary>Ends the gaps whose end is now known.</summary>
    public void Settle()
    {
        if (_end?.Time is { } end)
            SettleAt(end);
    }

    /// <summary>Records that the clock jumped ahead: no symbol was received in the skipped period.</summary>
    public void Skip(long from, long to)
    {
        _clockMoves++;
        _lastSkippedByClock = Math.Max(_lastSkippedByClock, Math.Max(from, to - 1));
    }

    /// <summary>Records that the clock moved back. Open gaps stay open; gaps at times before the restart are ignored.</summary>
    public void Restart(long now)
    {
        BeganAt = _lastSkippedByClock = now;
        _lastUnseenOfAll = _allAreCut ? now : long.MinValue;
        foreach (var (_, stream) in _streams.InOrder)
        {
            stream.BeganAt = Math.Min(stream.BeganAt, now);
            stream.LastUnseen = stream.IsCut ? now : long.MinValue;
        }
    }

    /// <summary>Returns true if a gap overlaps the symbol's open window with the given start.</summary>
    public bool HasGap(TStream stream, long start) =>
        _lastSkippedByClock >= start
        || stream.LastUnseen >= start
        || stream.IsCut
        || (stream.CutsOfAllOver != _cutsOfAll && (_allAreCut || _lastUnseenOfAll >= start));

    /// <summary>Returns the number of cuts in the symbol's stream so far.</summary>
    public int CountCuts(TStream stream) => stream.Cuts + _cutsOfAll + _clockMoves;

    private void SettleAt(long end)
    {
        _end = null;
        _anyStream |= _resuming.Count > 0;
        foreach (var stream in _resuming)
            OnMessage(stream, stream.Symbol, end);
        _resuming.Clear();
        if (_allAreResuming)
            _lastUnseenOfAll = Math.Max(_lastUnseenOfAll, end - 1);
        _allAreCut &= !_allAreResuming;
        _allAreResuming = false;
    }

    // Messages of another symbol do not prove that this symbol's connection was open.
    private void Begin(TStream stream, Symbol symbol, long now)
    {
        stream.Symbol = symbol;
        stream.HasBegun = true;
        stream.BeganAt = isFeed && (_anyStream || isOneOfSeveral?.Invoke() == true) ? now : BeganAt;
        _anyStream = true;
    }
}
