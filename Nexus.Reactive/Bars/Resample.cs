namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Adds up bars to the bars of longer windows: candles from candles.</summary>
    /// <param name="bars">The bars of consecutive windows, each published once; in each symbol ordered by their starts.</param>
    /// <param name="windowing">Windows on a time grid that do not overlap: tumbling or sessions. Their bounds should be bounds of bars.</param>
    /// <returns>The longer bars.</returns>
    /// <remarks>
    /// A bar counts in the window that contains its start. Sums are added exactly, so the result is the bar that the trades would give. It is complete if its bars are complete
    /// and cover the window without a break; it has a gap if one of them has.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>A longer bar is published when a bar reaches its end, or before the first bar of a later window. Windows without bars, and bars outside of all windows, produce nothing.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately. Open windows are not published.</description></item>
    /// <item><term>OnCompleted</term><description>Open windows that contain a trade are published as incomplete, then completion is passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: none; the bars supply the time. Concurrency: one bar at a time. Memory: one bar for each symbol.
    /// <code>
    /// bars      --a-b-c-d-e|
    /// Resample  ----x---y--(z|)
    /// each bar = 2 characters, windowing = tumbling, 4 characters; x = a and b, y = c and d, z = e
    /// </code>
    /// </remarks>
    /// <exception cref="ArgumentException">The windows do not lie on a time grid, or they overlap.</exception>
    public static IObservable<VwapBar> Resample(this IObservable<VwapBar> bars, Windowing windowing)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(windowing);
        var grid = windowing.RequireGrid(nameof(windowing));
        var start = grid.GetFirstStart(DateTimeOffset.UnixEpoch.UtcTicks);
        if (grid.GetNextStart(start) < grid.GetEnd(start))
            throw new ArgumentException("The windows must not overlap.", nameof(windowing));
        return SafeObservable.Create<VwapBar>(observer => bars.Subscribe(new Resampler(observer, grid)));
    }

    /// <summary>A bar that the subscriber pushes from inside OnNext waits until the current one is handled.</summary>
    private sealed class Resampler : IObserver<VwapBar>
    {
        private readonly PerSymbol<OpenBar> _symbols = new();
        private readonly IObserver<VwapBar> _observer;
        private readonly WindowGrid _grid;
        private readonly DrainQueue<(VwapBar? Bar, Exception? Error)> _turns;

        public Resampler(IObserver<VwapBar> observer, WindowGrid grid)
        {
            _observer = observer;
            _grid = grid;
            _turns = new DrainQueue<(VwapBar? Bar, Exception? Error)>(Handle);
        }

        public void OnNext(VwapBar value) => _turns.Push((value, null));

        public void OnError(Exception error) => _turns.Push((null, error));

        public void OnCompleted() => _turns.Push((null, null));

        private void Handle((VwapBar? Bar, Exception? Error) input)
        {
            if (input.Bar is { } bar)
                Add(_symbols[bar.Symbol], bar);
            else if (input.Error is { } error)
                _observer.OnError(error);
            else
                Complete();
        }

        private void Add(OpenBar open, VwapBar bar)
        {
            var start = bar.Start.UtcTicks;
            if (open.Bar is not null && (start >= open.End || start < open.Start))
                _observer.OnNext(open.Close(isLast: false));
            if (open.Bar is null && !open.TryOpen(_grid, start))
                return;
            open.Add(bar);
            if (bar.End.UtcTicks >= open.End)
                _observer.OnNext(open.Close(isLast: false));
        }

        private void Complete()
        {
            foreach (var (_, open) in _symbols.InOrder)
            {
                if (open.Bar is { TradeCount: > 0 })
                    _observer.OnNext(open.Close(isLast: true));
            }

            _observer.OnCompleted();
        }
    }

    /// <summary>The bars of one symbol in the window that is open.</summary>
    private sealed class OpenBar
    {
        private long _covered;
        private bool _isUnbroken;

        public VwapBar? Bar { get; private set; }

        public long Start { get; private set; }

        public long End { get; private set; }

        public bool TryOpen(WindowGrid grid, long time)
        {
            Start = _covered = grid.GetFirstStart(time);
            End = grid.GetEnd(Start);
            _isUnbroken = true;
            return Start <= time;
        }

        public void Add(VwapBar bar)
        {
            _isUnbroken &= bar.Start.UtcTicks == _covered;
            _covered = bar.End.UtcTicks;
            Bar = Bar is null ? bar : VwapBar.Merge(Bar, bar);
        }

        public VwapBar Close(bool isLast)
        {
            var bar = Bar! with
            {
                Start = new DateTimeOffset(WindowTime.Clamp(Start), TimeSpan.Zero),
                End = new DateTimeOffset(WindowTime.Clamp(End), TimeSpan.Zero),
                IsComplete = Bar.IsComplete && _isUnbroken && _covered == End && !isLast,
            };
            Bar = null;
            return bar;
        }
    }
}
