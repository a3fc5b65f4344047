using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Passes items on and reports once if no item has arrived for the specified time, measured on wall-clock time (<see cref="DefaultScheduler"/>).</summary>
    /// <inheritdoc cref="DetectStale{T}(IObservable{T}, TimeSpan, IScheduler)" path="/remarks"/>
    /// <param name="source">A stream that should never be silent for long.</param>
    /// <param name="after">The length of silence after which the stream is stale.</param>
    public static IObservable<Stale<T>> DetectStale<T>(this IObservable<T> source, TimeSpan after) => source.DetectStale(after, DefaultScheduler.Instance);

    /// <summary>Passes items on and reports once if no item has arrived for the specified time.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Passed on; the timer restarts.</description></item>
    /// <item><term>Silence</term><description>When <paramref name="after"/> has passed since the last item, or since the subscription, one stale item is emitted.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on; the timer is stopped.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source and stops the timer.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: runs the timer. The overload without a scheduler uses wall-clock time (<see cref="DefaultScheduler"/>).
    /// Concurrency: serialized.
    /// Memory: the last item and one timer, however many items arrive.
    /// <para>
    /// To alert a person, use wall-clock time: a dead connection delivers no timestamps, so a feed's clock stops. As a rule of a strategy, use feed.Clock
    /// together with feed.Gaps: then a replay agrees with the live run.
    /// </para>
    /// <code>
    /// source       a--b----------c-|
    /// DetectStale  a--b----B-----c-|
    /// after = 5 characters; B = stale, and b was the last
    /// </code>
    /// </remarks>
    /// <param name="source">A stream that should never be silent for long.</param>
    /// <param name="after">The length of silence after which the stream is stale.</param>
    /// <param name="scheduler">Runs the timer: wall-clock time for people, feed.Clock for a rule of a strategy.</param>
    public static IObservable<Stale<T>> DetectStale<T>(this IObservable<T> source, TimeSpan after, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(after, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(scheduler);
        return SafeObservable.Create<Stale<T>>((observer, resources) =>
        {
            var watch = new DetectStaleObserver<T>(observer, after, scheduler);
            resources.Add(watch);
            watch.Start();
            resources.Add(source.Subscribe(watch));
        });
    }

    private sealed class DetectStaleObserver<T>(IObserver<Stale<T>> observer, TimeSpan after, IScheduler scheduler) : IObserver<T>, IDisposable
    {
        private readonly Lock _gate = new();
        private readonly SerialDisposable _timer = new();
        private readonly IStopwatch _clock = scheduler.StartStopwatch();
        private TimeSpan _lastTime;
        private T? _last;
        private bool _isStale;

        public void Start() => Arm(after);

        public void OnNext(T value)
        {
            lock (_gate)
            {
                _lastTime = _clock.Elapsed;
                _last = value;
                if (_isStale)
                    Arm(after);
                _isStale = false;
                observer.OnNext(new Stale<T>(IsStale: false, value));
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
                observer.OnCompleted();
        }

        public void Dispose() => _timer.Dispose();

        private void Arm(TimeSpan wait) => _timer.Disposable = scheduler.Schedule(this, wait, static (_, self) => self.Elapsed());

        private IDisposable Elapsed()
        {
            lock (_gate)
            {
                if (_timer.IsDisposed)
                    return Disposable.Empty;

                // An item arrived in the meantime, or the timer fired early.
                var left = after - (_clock.Elapsed - _lastTime);
                if (left > TimeSpan.Zero)
                {
                    Arm(left);
                    return Disposable.Empty;
                }

                _isStale = true;
                observer.OnNext(new Stale<T>(IsStale: true, _last));
                return Disposable.Empty;
            }
        }
    }
}
