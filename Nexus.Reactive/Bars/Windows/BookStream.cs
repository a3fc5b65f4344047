namespace Nexus.Reactive;

/// <summary>One symbol's books in windows on a grid: the total so far, and the total at the start of each open window.</summary>
internal sealed class BookStream<TMeasure> : SymbolStream
    where TMeasure : struct
{
    private readonly Queue<(long Start, TMeasure Total)> _starts = new();
    private TMeasure _total;

    public ref TMeasure Total => ref _total;

    /// <summary>True if the symbol's windows are published.</summary>
    public bool IsPublished { get; set; }

    /// <summary>Records the total at the start of a window.</summary>
    public void Open(long start) => _starts.Enqueue((start, _total));

    /// <summary>Returns the total at the start of the window that ends next; the default if the window started before the first book.</summary>
    public TMeasure GetTotalAt(long start)
    {
        while (_starts.TryPeek(out var first) && first.Start < start)
            _starts.Dequeue();
        return _starts.TryPeek(out var found) && found.Start == start ? found.Total : default;
    }

    public void ForgetWindows() => _starts.Clear();

    /// <summary>Forgets the symbol until its next book.</summary>
    public void Clear()
    {
        IsPublished = false;
        _total = default;
        _starts.Clear();
    }
}
