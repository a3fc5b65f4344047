using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>Windows whose bounds are multiples of a time: tumbling, hopping and session.</summary>
/// <remarks>Time is cut into panes that no window's bound divides; a trade goes into one pane, and a window is the sum of its panes.</remarks>
internal sealed class AlignedWindows<TAggregate, TResult>(IObserver<TResult> observer, WindowGrid grid, bool publishesRunning, IScheduler scheduler)
    : TimedWindows<TResult>(observer, scheduler)
    where TAggregate : struct, ITradeAggregate<TAggregate, TResult>
{
    private const long Never = long.MaxValue;

    private readonly PerSymbol<Panes> _symbols = new();

    // Of the window that ends next.
    private long _start;
    private long _end = Never;

    protected override long NextDue => _end;

    protected override void Advance()
    {
        while (_end <= Now && !IsStopped)
            Close(isLast: false);
    }

    protected override void Leap(long from)
    {
        while (_end <= Now && _start <= from && !IsStopped)
            Close(isLast: false);
        if (_end <= Now)
            Begin();
    }

    protected override void Begin()
    {
        if (_symbols.InOrder.Length > 0)
            GoTo(grid.FirstStart(Now));
    }

    protected override void Add(Trade trade)
    {
        var panes = _symbols[trade.Symbol];
        if (_end == Never)
            Begin();
        panes.Add(grid.GetPane(Now), trade);
        if (publishesRunning)
            Publish(trade.Symbol, panes.From(_start), isComplete: false);
    }

    protected override void Flush()
    {
        while (AnyTrade() && !IsStopped)
            Close(isLast: true);
    }

    private bool AnyTrade()
    {
        foreach (var (_, panes) in _symbols.InOrder)
        {
            if (panes.Any)
                return true;
        }

        return false;
    }

    private void Close(bool isLast)
    {
        foreach (var (symbol, panes) in _symbols.InOrder)
        {
            var aggregate = panes.From(_start);
            if (aggregate.Count > 0 || !isLast)
                Publish(symbol, aggregate, !isLast && IsComplete(symbol, _start));
        }

        GoTo(grid.NextStart(_start));
    }

    private void GoTo(long start)
    {
        _start = start;
        _end = grid.GetEnd(start);
    }

    private void Publish(Symbol symbol, in TAggregate aggregate, bool isComplete) =>
        Observer.OnNext(aggregate.ToResult(symbol, WindowGrid.ToTime(_start), WindowGrid.ToTime(_end), isComplete, HasGap(symbol, _start)));

    private sealed class Panes
    {
        private readonly Queue<Pane> _panes = [];
        private Pane? _last;

        public bool Any => _panes.Count > 0;

        public void Add(long start, Trade trade)
        {
            // The last one may have left, and its time come again when the clock went back.
            if (_panes.Count == 0 || _last?.Start != start)
            {
                _last = new Pane(start);
                _panes.Enqueue(_last);
            }

            _last.Aggregate.Add(trade);
        }

        /// <summary>The sum of the panes of the window that starts then and ends next; earlier ones are in no later window and go.</summary>
        public TAggregate From(long start)
        {
            while (_panes.TryPeek(out var pane) && pane.Start < start)
                _panes.Dequeue();

            var aggregate = default(TAggregate);
            foreach (var pane in _panes)
                aggregate.Add(pane.Aggregate);

            return aggregate;
        }
    }

    private sealed class Pane(long start)
    {
        private TAggregate _aggregate;

        public long Start { get; } = start;

        public ref TAggregate Aggregate => ref _aggregate;
    }
}
