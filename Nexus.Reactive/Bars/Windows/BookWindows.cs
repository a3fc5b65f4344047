namespace Nexus.Reactive;

/// <summary>Windows on a time grid over the books of each symbol, for values that carry over from one window to the next.</summary>
/// <remarks>
/// The bounds, gaps and flags are those of <see cref="AlignedWindows{TAggregate, TResult}"/>. A book costs O(1), the start or end of a window O(symbols).
/// </remarks>
internal sealed class BookWindows<TMeasure, TResult>(IObserver<TResult> observer, WindowSource source, WindowGrid grid, bool publishesRunning)
    : WindowEngine<BookStream<TMeasure>, TResult>(observer, source)
    where TMeasure : struct, IBookMeasure<TMeasure, TResult>
{
    private const long Never = long.MaxValue;

    // Sorted by their first books.
    private readonly List<BookStream<TMeasure>> _symbols = [];
    private long _windowsWithoutBook;

    // The window that ends next, and the start of the window that starts next.
    private long _start;
    private long _end = Never;
    private long _nextStart = Never;

    /// <summary>The number of windows without a book after which all symbols are forgotten.</summary>
    public long MaxEmptyWindows { get; init; } = Windowing.MaxEmptyWindows;

    protected override bool IsOfBooks => true;

    protected override long NextDue => Math.Min(_end, _nextStart);

    protected override void Advance() => Pass(Now);

    protected override void Jump(long from)
    {
        Pass(from);
        foreach (var stream in _symbols)
            Forget(stream, from);
        while (_end <= Now && _start <= from && !IsStopped)
            Close(isLast: false);
        if (_end <= Now)
            OpenAt(Now);
        Pass(Now);
    }

    protected override void Restart()
    {
        foreach (var stream in _symbols)
            stream.Total.Forget();
        OpenAt(Now);
        Pass(Now);
    }

    protected override void Add(BookStream<TMeasure> stream, Book book)
    {
        if (!stream.IsPublished)
        {
            stream.IsPublished = true;
            _symbols.Add(stream);
        }

        if (_end == Never)
        {
            OpenAt(Now);
            Pass(Now);
        }

        stream.Total.Add(Now, book);
        _windowsWithoutBook = 0;
        if (publishesRunning && _start <= Now)
            Publish(stream, stream.GetTotalAt(_start), isComplete: false);
    }

    protected override void Add(BookStream<TMeasure> stream, Trade trade)
    {
    }

    protected override void OnCut(Symbol? symbol)
    {
        if (symbol is { } one)
        {
            Forget(Coverage[one], Now);
            return;
        }

        foreach (var stream in _symbols)
            Forget(stream, Now);
    }

    protected override void Flush()
    {
        while (_end != Never && _start <= Now && !IsStopped)
            Close(isLast: true);
    }

    private static void Forget(BookStream<TMeasure> stream, long time)
    {
        stream.Total.AdvanceTo(time);
        stream.Total.Forget();
    }

    // Windows end and start in the order of their times, because each changes the totals.
    private void Pass(long time)
    {
        while (NextDue <= time && NextDue != Never && !IsStopped)
        {
            if (_end <= _nextStart)
                Close(isLast: false);
            else
                Open();
        }
    }

    private void OpenAt(long time)
    {
        foreach (var stream in _symbols)
            stream.ForgetWindows();
        if (_symbols.Count == 0)
        {
            _end = _nextStart = Never;
            return;
        }

        _start = _nextStart = grid.GetFirstStart(time);
        _end = grid.GetEnd(_start);
    }

    private void Open()
    {
        foreach (var stream in _symbols)
        {
            stream.Total.AdvanceTo(_nextStart);
            stream.Open(_nextStart);
        }

        _nextStart = grid.GetNextStart(_nextStart);
    }

    private void Close(bool isLast)
    {
        if (!isLast && _windowsWithoutBook >= MaxEmptyWindows)
        {
            foreach (var stream in _symbols)
                stream.Clear();
            _symbols.Clear();
            OpenAt(_end);
            return;
        }

        foreach (var stream in _symbols)
        {
            stream.Total.AdvanceTo(isLast ? Math.Min(_end, Now) : _end);
            var start = stream.GetTotalAt(_start);
            if (!isLast || stream.Total.HasGrownSince(start))
                Publish(stream, start, !isLast);
            _windowsWithoutBook++;
        }

        _start = grid.GetNextStart(_start);
        _end = grid.GetEnd(_start);
    }

    private void Publish(BookStream<TMeasure> stream, in TMeasure start, bool isComplete)
    {
        var hasGap = Coverage.HasGap(stream, _start);
        Publish(stream.Total.ToResult(
            start,
            stream.Symbol,
            (WindowTime.Clamp(_start), WindowTime.Clamp(_end)),
            isComplete && !hasGap && stream.BeganAt <= _start,
            hasGap));
    }
}
