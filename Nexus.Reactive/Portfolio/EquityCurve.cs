using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Samples a portfolio for its equity curve: after each fill, and at the end of each interval.</summary>
    /// <param name="source">The values of a portfolio.</param>
    /// <param name="interval">The interval. Intervals begin at multiples of it since the Unix epoch, so that two runs sample at the same times.</param>
    /// <param name="scheduler">Runs the intervals: the feed's clock.</param>
    /// <returns>The samples.</returns>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Passed on immediately if a fill caused it; otherwise, it waits for the end of the interval.</description></item>
    /// <item><term>End of an interval</term><description>The latest value, with that time and <see cref="PortfolioChange.Sample"/>; none before the first value.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately.</description></item>
    /// <item><term>OnCompleted</term><description>Passed on after the latest value, if that was not emitted yet.</description></item>
    /// <item><term>Dispose</term><description>Ends the subscription and its timer.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: runs one timer. Concurrency: serialized. Memory: the latest value. Intervals that
    /// a clock jump skips have no sample.
    /// <code>
    /// source       -f-m--m----g-m|
    /// EquityCurve  -f---s----sg--(m|)
    /// interval = 5 characters; f, g = fills, m = changes of the mark, s = the latest value at the end of an interval
    /// </code>
    /// </remarks>
    public static IObservable<PortfolioValue> EquityCurve(this IObservable<PortfolioValue> source, TimeSpan interval, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(scheduler);
        return SafeObservable.Create<PortfolioValue>((observer, resources) =>
        {
            var sampler = new EquitySampler(observer, interval, scheduler);
            resources.Add(sampler);
            resources.Add(source.Subscribe(sampler));
        });
    }

    private sealed class EquitySampler(IObserver<PortfolioValue> observer, TimeSpan interval, IScheduler scheduler) : IObserver<PortfolioValue>, IDisposable
    {
        private readonly Lock _gate = new();
        private readonly SerialDisposable _timer = new();
        private PortfolioValue? _latest;
        private bool _isWaiting;

        public void OnNext(PortfolioValue value)
        {
            lock (_gate)
            {
                var isFirst = _latest is null;
                (_latest, _isWaiting) = (value, value.Change != PortfolioChange.Fill);
                if (isFirst)
                    Arm(scheduler.Now);
                if (!_isWaiting)
                    observer.OnNext(value);
            }
        }

        public void OnError(Exception error)
        {
            lock (_gate)
                observer.OnError(error);
        }

        public void OnCompleted()
        {
            lock (_gate)
            {
                if (_isWaiting)
                    observer.OnNext(_latest!);
                observer.OnCompleted();
            }
        }

        public void Dispose() => _timer.Dispose();

        private void Arm(DateTimeOffset now)
        {
            var ticks = now.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
            var past = ticks % interval.Ticks;
            var left = past < 0 ? -past : interval.Ticks - past;
            if (DateTimeOffset.MaxValue.UtcTicks - now.UtcTicks < left)
                return;
            var due = new DateTimeOffset(now.UtcTicks + left, TimeSpan.Zero);
            _timer.Disposable = scheduler.Schedule((Sampler: this, due), TimeSpan.FromTicks(left), static (_, state) => state.Sampler.Sample(state.due));
        }

        private IDisposable Sample(DateTimeOffset due)
        {
            lock (_gate)
            {
                if (_timer.IsDisposed)
                    return Disposable.Empty;
                var now = scheduler.Now;

                // After a jump of the clock, the due time is long past; after a restart, it is ahead, and the interval ends at another time.
                Arm(now);
                if (now < due)
                    return Disposable.Empty;
                _isWaiting = false;
                observer.OnNext(_latest! with { Timestamp = due, Change = PortfolioChange.Sample, Symbol = null });
                return Disposable.Empty;
            }
        }
    }
}
