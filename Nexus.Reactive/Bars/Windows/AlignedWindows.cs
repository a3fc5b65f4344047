namespace Nexus.Reactive;

/// <summary>Windows whose bounds lie on a time grid: tumbling, hopping and session windows.</summary>
/// <remarks>
/// A trade belongs to one pane of the grid, and a window is the sum of its panes. All symbols share the windows, so one timer serves them all.
/// Empty windows are bounded by <see cref="Windowing.MaxSilentSymbols"/> and <see cref="Windowing.MaxEmptyWindows"/>.
/// </remarks>
internal sealed class AlignedWindows<TAggregate, TResult>(IObserver<TResult> observer, WindowSource source, WindowGrid grid, bool publishesRunning)
    : WindowEngine<PanedStream<TAggregate>, TResult>(observer, source)
    where TAggregate : struct, ITradeAggregate<TAggregate, TResult>
{
    private const long Never = long.MaxValue;

    // Sorted by their first trades.
    private readonly List<PanedStream<TAggregate>> _symbols = [];
    private (long Start, long End) _pane;
    private long _trades;
    private long _emptyWindows;

    // The window that ends next.
    private long _start;
    private long _end = Never;

    /// <summary>The limit on empty windows without a trade in between, as documented in <see cref="Windowing"/>.</summary>
    public long MaxEmptyWindows { get; init; } = Windowing.MaxEmptyWindows;

    protected override long NextDue => _end;

    protected override void Advance()
    {
        while (_end <= Now && !IsStopped)
            Close(isLast: false);
    }

    protected override void Jump(long from)
    {
        while (_end <= Now && _start <= from && !IsStopped)
            Close(isLast: false);
        if (_end <= Now)
            Restart();
    }

    protected override void Restart()
    {
        if (_symbols.Count > 0)
            MoveTo(grid.GetFirstStart(Now));
    }

    protected override void Add(PanedStream<TAggregate> stream, Trade trade)
    {
        if (!stream.IsPublished)
        {
            stream.IsPublished = true;
            _symbols.Add(stream);
        }

        if (_end == Never)
            Restart();
        if (Now >= _pane.End || Now < _pane.Start)
            _pane = grid.GetPane(Now);
        stream.LastTrade = _trades++;
        stream.Add(_pane.Start, trade);
        _emptyWindows = 0;
        if (publishesRunning && _start <= Now)
            Publish(stream, stream.Sum(_start), isComplete: false);
    }

    protected override void Flush()
    {
        while (_symbols.Exists(static stream => stream.HasPanes) && !IsStopped)
            Close(isLast: true);
    }

    private void Close(bool isLast)
    {
        if (!isLast)
            ForgetSilent();
        foreach (var stream in _symbols)
        {
            var sum = stream.Sum(_start);
            if (sum.Count > 0)
                Publish(stream, sum, !isLast);
            else if (!isLast)
                PublishEmpty(stream);
        }

        if (_symbols.Count > 0)
            MoveTo(grid.GetNextStart(_start));
        else
            _end = Never;
    }

    private void PublishEmpty(PanedStream<TAggregate> stream)
    {
        _emptyWindows++;
        Publish(stream, default, isComplete: true);
    }

    private void Publish(PanedStream<TAggregate> stream, in TAggregate sum, bool isComplete)
    {
        var hasGap = Coverage.HasGap(stream, _start);
        Publish(sum.ToResult(
            stream.Symbol,
            WindowTime.Clamp(_start),
            WindowTime.Clamp(_end),
            isComplete && !hasGap && stream.BeganAt <= _start,
            hasGap));
    }

    private void ForgetSilent()
    {
        if (_emptyWindows >= MaxEmptyWindows)
            Forget(long.MaxValue);
        else if (_symbols.Count > Windowing.MaxSilentSymbols)
            ForgetLongestSilent();
    }

    private void ForgetLongestSilent()
    {
        var lastTrades = new List<long>(_symbols.Count);
        foreach (var stream in _symbols)
        {
            if (!stream.HasTradesSince(_start))
                lastTrades.Add(stream.LastTrade);
        }

        if (lastTrades.Count <= Windowing.MaxSilentSymbols)
            return;
        lastTrades.Sort();
        Forget(lastTrades[^Windowing.MaxSilentSymbols]);
    }

    private void Forget(long silentBefore) => _symbols.RemoveAll(stream =>
    {
        if (stream.LastTrade >= silentBefore || stream.HasTradesSince(_start))
            return false;
        stream.Clear();
        return true;
    });

    private void MoveTo(long start)
    {
        _start = start;
        _end = grid.GetEnd(start);
    }
}
