using System.Diagnostics;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Nexus.Reactive.Tests.Testing;

// Threads, schedulers, gates and what never returns.
internal static partial class BrokenOperators
{
    // Of real time. It bounds what these tests cost: each rule that hangs takes it.
    private static TimeSpan Limit => TimeSpan.FromSeconds(1);

    private static IEnumerable<BrokenOperator> Threads()
    {
        yield return One("Items on the thread pool", OwnThread, static source => Observable.Create<int>(observer => source.Subscribe(
            item => _ = Task.Run(() => observer.OnNext(item)),
            observer.OnError,
            observer.OnCompleted)));
        yield return One("Items on new threads", OwnThread, static source => Raw(observer => source.Subscribe(new Calls(
            item => new Thread(() => observer.OnNext(item)) { IsBackground = true }.Start(),
            observer.OnError,
            observer.OnCompleted))));
        yield return One("A completion on a new thread", OwnThread, static source => Raw(observer => source.Subscribe(new Calls(
            observer.OnNext,
            observer.OnError,
            () => new Thread(observer.OnCompleted) { IsBackground = true }.Start()))));
        yield return One("A delay on the default scheduler", OtherScheduler, static source => source.Delay(Moment));
        yield return One("A throttle on the default scheduler", OtherScheduler, static source => source.Throttle(Moment));
        yield return One("An interval on the default scheduler", OtherScheduler, static source => source.Merge(Observable.Interval(TimeSpan.FromMilliseconds(200)).Select(static _ => 0).TakeUntil(source.LastOrDefaultAsync())));
        yield return One("A sample each second of real time", OtherScheduler, static source => source.Sample(Second));
        yield return One("A hand-over to the thread pool", OtherScheduler, static source => source.ObserveOn(TaskPoolScheduler.Default));
        yield return One("A subscription on a thread of its own", OwnThread, static source => source.SubscribeOn(NewThreadScheduler.Default));
        yield return One("A task that waits", OwnThread, static source => source.SelectMany(static async item =>
        {
            await Task.Delay(Moment);
            return item;
        }));
        yield return One("An exception on a thread of its own", "it throws on a separate thread: NotSupportedException: own", static source => source.Do(static _ =>
            new Thread(static () => throw new NotSupportedException("own")) { IsBackground = true }.Start()));
        yield return One("An exception in a timer of its own", "it throws on a separate thread: NotSupportedException: late", static source => Observable.Create<int>(observer =>
        {
            var timer = new Timer(static _ => throw new NotSupportedException("late"), null, Moment, Timeout.InfiniteTimeSpan);
            return StableCompositeDisposable.Create(source.Subscribe(observer), Disposable.Create(() => GC.KeepAlive(timer)));
        }));
        yield return One("An exception on the thread pool", "it throws on a separate thread: NotSupportedException: pool", static source => source.Do(static _ =>
            ThreadPool.QueueUserWorkItem(static _ => throw new NotSupportedException("pool"))));
        var own = One("A function that is called on a thread of its own", OwnThread, static source => OnThreads(source, static item => item));
        yield return own with
        {
            Contract = own.Contract.WithThrowingFunction(static (IObservable<int> source, IScheduler _, Exception error) => OnThreads(source, _ => throw error), 1),
        };
    }

    private static IEnumerable<BrokenOperator> Hangs()
    {
        yield return One("A wait for the first item within Subscribe", "it blocks: the thread waits while subscribing", static source => Observable.Defer(() =>
        {
            var first = source.FirstAsync().Wait();
            return source.StartWith(first);
        }));
        yield return One("A wait for another item within OnNext", "it blocks: the thread waits while source 1 emits item 1", static source => Raw(observer =>
        {
            var another = new ManualResetEventSlim();
            var items = 0;
            return source.Subscribe(new Calls(
                item =>
                {
                    if (++items > 1)
                        another.Set();
                    another.Wait();
                    observer.OnNext(item);
                },
                observer.OnError,
                observer.OnCompleted));
        }));
        yield return One("A wait for the end at disposal", "it blocks: the thread waits while disposing the subscription", static source => Raw(observer =>
        {
            var over = new ManualResetEventSlim();
            var subscription = source.Do(static _ => { }, _ => over.Set(), over.Set).Subscribe(observer);
            return Disposable.Create(() =>
            {
                over.Wait();
                subscription.Dispose();
            });
        }));
        yield return One("A loop that outlasts the limit", "the thread runs without end while source 1 emits item 2", static source => source.Do(static item =>
        {
            // Without end it would keep a processor busy for the rest of the tests.
            for (var started = Stopwatch.GetTimestamp(); item == 2 && Stopwatch.GetElapsedTime(started) < Limit * 1.5;)
                Thread.SpinWait(1);
        }));
        yield return Two("Two locks in two orders", "it blocks: the thread waits", static (first, second) =>
        {
            var (left, right) = (new Lock(), new Lock());
            return Raw(observer => StableCompositeDisposable.Create(
                first.Subscribe(Locked(Locked(observer, right), left)),
                second.Subscribe(Locked(Slow(Locked(observer, left)), right))));
        });
        yield return One("Items without end", "it emits without end", static source => source.SelectMany(static item => Observable.Repeat(item, ImmediateScheduler.Instance)));
        yield return One("Subscriptions without end", "without end", static source => Raw(observer => Again(source, observer)));
        yield return One("Work for now without end", "its scheduled work never ends", static (source, scheduler) => Observable.Create<int>(observer => StableCompositeDisposable.Create(
            source.Subscribe(observer),
            scheduler.Schedule(static again => again()))));
        yield return One("Calls of itself without end", "without end", static source => Raw(observer => source.Subscribe(new Calls(
            item => Recursive(observer, item),
            observer.OnError,
            observer.OnCompleted))));
    }

    private static IEnumerable<BrokenOperator> Gates()
    {
        yield return Two("Two sources without a gate", Overlap, static (first, second) => Raw(observer => StableCompositeDisposable.Create(
            first.Subscribe(observer),
            second.Subscribe(observer))));
        yield return Two("OnNext under a lock and OnError outside it", Overlap, static (first, second) => Gated(first, second, locksErrors: false, locksCompletions: true));
        yield return Two("OnNext under a lock and OnCompleted outside it", Overlap, static (first, second) => Gated(first, second, locksErrors: true, locksCompletions: false));
        yield return One("A timer beside its source without a gate", Overlap, static (source, scheduler) => Observable.Create<int>(observer => StableCompositeDisposable.Create(
            source.Subscribe(observer),
            Observable.Interval(Second, scheduler).Subscribe(_ => observer.OnNext(0)))));
        yield return One("An error outside the gate that a timer takes", Overlap, static (source, scheduler) => Raw(observer =>
        {
            var gate = new Lock();
            var locked = Locked(observer, gate);
            var isOver = false;
            return StableCompositeDisposable.Create(
                source.Subscribe(new Calls(locked.OnNext, observer.OnError, locked.OnCompleted)),
                Observable.Interval(Second, scheduler).TakeWhile(_ => !isOver).Subscribe(_ => locked.OnNext(0)));
        }));
        yield return Two("An item dropped while another thread is within OnNext", Met, static (first, second) => TriesToEnter(first, second, dropsItems: true));
        yield return Two("A completion dropped while another thread is within OnNext", Met, static (first, second) => TriesToEnter(first, second, dropsItems: false));
    }

    private static IEnumerable<BrokenOperator> Disposal()
    {
        yield return One("A source that is never left", LeftOpen, static source => Observable.Create<int>(observer =>
        {
            source.Subscribe(observer);
            return Disposable.Empty;
        }));
        yield return Two("A second source that is never left", LeftOpen, static (first, second) => first.Merge(Observable.Create<int>(observer =>
        {
            second.Subscribe(observer);
            return Disposable.Empty;
        })));
        yield return One("A timer that outlives its subscription", "item(s) of work still ran", static (source, scheduler) => Observable.Create<int>(observer =>
        {
            scheduler.Schedule(TimeSpan.FromMinutes(2), static () => { });
            return source.Subscribe(observer);
        }));
        yield return One("A last item at disposal", "after disposal, the observer received", static source => Raw(observer => StableCompositeDisposable.Create(
            source.Subscribe(observer),
            Disposable.Create(() => observer.OnNext(-1)))));
        yield return One("The rest of a batch behind a disposal", "it continued", static source => Raw(observer => source.Subscribe(new Calls(
            item =>
            {
                observer.OnNext(item);
                observer.OnNext(item);
            },
            observer.OnError,
            observer.OnCompleted))));
        yield return One("A second disposal that throws", "it threw System.ObjectDisposedException", static source => Raw(observer =>
        {
            var (subscription, isDisposed) = (source.Subscribe(observer), false);
            return new EachTime(() =>
            {
                ObjectDisposedException.ThrowIf(isDisposed, observer);
                isDisposed = true;
                subscription.Dispose();
            });
        }));
        yield return One("A source that sends within Subscribe and is not left", LeftOpen, static source => Raw(observer =>
        {
            IDisposable? subscription = null;
            var isOver = false;
            subscription = source.Subscribe(new Calls(
                observer.OnNext,
                error =>
                {
                    subscription?.Dispose();
                    observer.OnError(error);
                },
                () =>
                {
                    isOver = true;
                    subscription?.Dispose();
                    observer.OnCompleted();
                }));
            return Disposable.Create(() =>
            {
                if (!isOver)
                    subscription.Dispose();
            });
        }));
        yield return One("Items that come within Subscribe and are lost", "from sources that emit within Subscribe, the observer received", static source => Observable.Create<int>(observer =>
        {
            var isSubscribed = false;
            var subscription = source.Where(_ => isSubscribed).Subscribe(observer);
            isSubscribed = true;
            return subscription;
        }));
        yield return One("A completion that comes within Subscribe and is lost", NoCompletion, static source => Observable.Create<int>(observer =>
        {
            var isSubscribed = false;
            var subscription = source.Subscribe(observer.OnNext, observer.OnError, () =>
            {
                if (isSubscribed)
                    observer.OnCompleted();
            });
            isSubscribed = true;
            return subscription;
        }));
    }
}
