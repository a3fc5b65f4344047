using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Holds incomplete bars until their trades are back-filled, at most for a time.</summary>
    /// <param name="bars">The bars of time windows, each published once: tumbling or hopping.</param>
    /// <param name="backFills">The back-fills, from any thread.</param>
    /// <param name="limit">The time for which a bar is held at most, above 0.</param>
    /// <param name="scheduler">Measures the limit, and back-fills take effect there. For a feed, pass its clock.</param>
    /// <returns>The bars.</returns>
    /// <remarks>
    /// A back-fill completes the held bars whose windows it contains completely. The trades of such a bar are then those of the back-fill with timestamps in [start, end):
    /// they replace the trades received live, so that no trade counts twice. A back-fill that arrives before the bar of such a window is used when the bar
    /// arrives.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>A complete bar is passed on. An incomplete bar is held until it is filled, or published as it is when the limit has passed. Later bars of its symbol wait for it, so each symbol's bars keep their order.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately from the bars or from the back-fills.</description></item>
    /// <item><term>OnCompleted</term><description>When the bars complete, the held bars are published as they are, then completion is passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from both sources and cancels the timer.</description></item>
    /// </list>
    /// Temperature: the same as the bars. Scheduler: one timer, for the end of the earliest limit. Concurrency: serialized. Memory: the bars of that time, and
    /// up to 100 back-fills of each symbol that end after its latest bar.
    /// <code>
    /// bars             -a-p-b---p------|
    /// backFills        -------f---------
    /// HoldUntilFilled  -a-----(qb)---p-|
    /// limit = 5 characters; p = an incomplete bar; f = the trades of its window; q = p, completed
    /// </code>
    /// </remarks>
    public static IObservable<VwapBar> HoldUntilFilled(this IObservable<VwapBar> bars, IObservable<BackFill> backFills, TimeSpan limit, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(backFills);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(scheduler);
        return BackFillObserver<VwapBar>.Create(bars, backFills, scheduler, observer => new BarHolder(observer, limit, scheduler));
    }

    private sealed class BarHolder(IObserver<VwapBar> observer, TimeSpan limit, IScheduler scheduler) : BackFillObserver<VwapBar>(observer)
    {
        private readonly PerSymbol<Queue<HeldBar>> _held = new();
        private readonly SerialDisposable _timer = new();
        private readonly IStopwatch _clock = scheduler.StartStopwatch();
        private bool _isTimerSet;

        public override void Dispose()
        {
            base.Dispose();
            _timer.Dispose();
        }

        protected override void Add(VwapBar bar, VwapBar? filled)
        {
            bar = filled ?? bar;
            var held = _held[bar.Symbol];
            if (bar.IsComplete && held.Count == 0)
            {
                Observer.OnNext(bar);
                return;
            }

            var now = _clock.Elapsed;
            var isForever = limit > TimeSpan.MaxValue - now;
            held.Enqueue(new HeldBar(bar, bar.IsComplete ? TimeSpan.MinValue : isForever ? TimeSpan.MaxValue : now + limit));
            if (!isForever)
                SetTimer(limit);
        }

        protected override void Fill(BackFill fill)
        {
            var held = _held[fill.Symbol];
            foreach (var each in held)
            {
                if (!each.Bar.IsComplete && fill.Fill(each.Bar) is { } filled)
                    each.Bar = filled;
            }

            Release(held, _clock.Elapsed);
        }

        protected override void Expire()
        {
            _isTimerSet = false;
            var now = _clock.Elapsed;
            var next = TimeSpan.MaxValue;
            foreach (var (_, held) in _held.InOrder.ToArray())
            {
                Release(held, now);
                if (held.TryPeek(out var first) && first.Due < next)
                    next = first.Due;
            }

            if (next != TimeSpan.MaxValue)
                SetTimer(next - now);
        }

        protected override void Complete()
        {
            foreach (var (_, held) in _held.InOrder.ToArray())
                Release(held, TimeSpan.MaxValue);
        }

        private void Release(Queue<HeldBar> held, TimeSpan now)
        {
            while (!IsStopped && held.TryPeek(out var first) && (first.Bar.IsComplete || first.Due <= now))
                Observer.OnNext(held.Dequeue().Bar);
        }

        private void SetTimer(TimeSpan wait)
        {
            if (_isTimerSet || IsStopped)
                return;
            _isTimerSet = true;
            _timer.Disposable = scheduler.Schedule(this, wait, static (_, self) =>
            {
                self.OnTimer();
                return Disposable.Empty;
            });
        }
    }

    private sealed class HeldBar(VwapBar bar, TimeSpan due)
    {
        public VwapBar Bar { get; set; } = bar;

        public TimeSpan Due { get; } = due;
    }
}
