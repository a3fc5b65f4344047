namespace Nexus.Reactive;

/// <summary>One symbol's stream in windows on a grid, with the panes that open windows need.</summary>
internal sealed class PanedStream<TAggregate> : SymbolStream
    where TAggregate : struct, IAddable<TAggregate>
{
    private Queue<Pane>? _panes;
    private Pane? _last;

    /// <summary>True if the symbol's windows are published, including empty ones.</summary>
    public bool IsPublished { get; set; }

    /// <summary>The sequence number of the symbol's last trade, counted over all symbols.</summary>
    public long LastTrade { get; set; }

    public bool HasPanes => _panes?.Count > 0;

    public bool HasTradesSince(long start) => HasPanes && _last!.Start >= start;

    public void Add(long paneStart, Trade trade)
    {
        // After a clock restart, the last pane may have been removed although its time is reached again.
        if (!HasPanes || _last!.Start != paneStart)
        {
            _last = new Pane(paneStart);
            (_panes ??= []).Enqueue(_last);
        }

        _last.Aggregate.Add(trade);
    }

    /// <summary>Adds up the panes of the window with the given start, which ends next, and removes the earlier panes.</summary>
    public TAggregate Sum(long start)
    {
        var sum = default(TAggregate);
        if (_panes is null)
            return sum;
        while (_panes.TryPeek(out var pane) && pane.Start < start)
            _panes.Dequeue();
        foreach (var pane in _panes)
            sum.Add(pane.Aggregate);
        return sum;
    }

    /// <summary>Forgets the symbol until its next trade.</summary>
    public void Clear()
    {
        IsPublished = false;
        _panes = null;
        _last = null;
    }

    private sealed class Pane(long start)
    {
        private TAggregate _aggregate;

        public long Start { get; } = start;

        public ref TAggregate Aggregate => ref _aggregate;
    }
}
