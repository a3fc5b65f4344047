using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <inheritdoc cref="DetectStale{T}(IObservable{T}, TimeSpan, IScheduler)"/>
    public static IObservable<Stale<T>> DetectStale<T>(this IObservable<T> source, TimeSpan after) => source.DetectStale(after, DefaultScheduler.Instance);

    /// <summary>Passes items on and says so, once, when none has come for a while.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>Passed on; the watch begins anew.</description></item>
    /// <item><term>Silence</term><description>At <paramref name="after"/> since the last item, or since the subscription, one word of it.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on; the watch ends.</description></item>
    /// <item><term>Dispose</term><description>Leaves the source and ends the watch.</description></item>
    /// </list>
    /// Temperature: as the source's. Scheduler: the watch runs on it. Take one on wall time: a feed's clock stands still in a silence. Concurrency: serialized.
    /// Memory: the last item; one timer, however many items come.
    /// <code>
    /// source       a--b----------c-|
    /// DetectStale  a--b----B-----c-|
    /// after = 5 characters; B = stale, and b was the last
    /// </code>
    /// </remarks>
    /// <param name="source">Anything that should never be silent for long.</param>
    /// <param name="after">How long a silence is stale.</param>
    /// <param name="scheduler">What the watch runs on.</param>
    public static IObservable<Stale<T>> DetectStale<T>(this IObservable<T> source, TimeSpan after, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(after, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(scheduler);
        return SafeObservable.Create<Stale<T>>(observer =>
        {
            var watch = new DetectStaleObserver<T>(observer, after, scheduler);
            watch.Start();
            return new CompositeDisposable(source.Subscribe(watch), watch);
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

        public void Start() => Watch(after);

        public void OnNext(T value)
        {
            lock (_gate)
            {
                _lastTime = _clock.Elapsed;
                _last = value;
                if (_isStale)
                    Watch(after);
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

        private void Watch(TimeSpan wait) => _timer.Disposable = scheduler.Schedule(this, wait, static (_, self) => self.Look());

        private IDisposable Look()
        {
            lock (_gate)
            {
                if (_timer.IsDisposed)
                    return Disposable.Empty;

                // Items since, or a timer that woke early: the rest of the wait.
                var left = after - (_clock.Elapsed - _lastTime);
                if (left > TimeSpan.Zero)
                {
                    Watch(left);
                    return Disposable.Empty;
                }

                _isStale = true;
                observer.OnNext(new Stale<T>(IsStale: true, _last));
                return Disposable.Empty;
            }
        }
    }
}
