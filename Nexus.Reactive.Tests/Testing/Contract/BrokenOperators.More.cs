using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Nexus.Reactive.Tests.Testing;

// Relatives of the others: the same kinds of fault in other places.
internal static partial class BrokenOperators
{
    private static IEnumerable<BrokenOperator> Relatives()
    {
        // Gates.
        yield return Two("OnNext of the second source outside the lock", Overlap, static (first, second) => Raw(observer =>
        {
            var gate = new Lock();
            return StableCompositeDisposable.Create(first.Subscribe(Locked(observer, gate)), second.Subscribe(new Calls(observer.OnNext, Locked(observer, gate).OnError, Locked(observer, gate).OnCompleted)));
        }));
        yield return Two("A lock for each source", Overlap, static (first, second) => Raw(observer =>
            StableCompositeDisposable.Create(first.Subscribe(Locked(observer, new Lock())), second.Subscribe(Locked(observer, new Lock())))));
        yield return Two("State under a lock and OnNext outside it", Overlap, static (first, second) => Raw(observer =>
        {
            var gate = new Lock();
            var sum = 0;
            Calls Adding() => new(
                item =>
                {
                    int now;
                    lock (gate)
                        now = sum += item;
                    observer.OnNext(now);
                },
                observer.OnError,
                observer.OnCompleted);
            return StableCompositeDisposable.Create(first.Subscribe(Adding()), second.Subscribe(Adding()));
        }));
        yield return One("A timer's completion outside the gate", Overlap, static (source, scheduler) => Raw(observer =>
        {
            var locked = Locked(observer, new Lock());
            return StableCompositeDisposable.Create(source.Subscribe(locked), Observable.Timer(Second * 3, scheduler).Subscribe(_ => observer.OnCompleted()));
        }));
        yield return Two("An error dropped while another thread is within OnNext", Met, static (first, second) => Observable.Create<int>(observer =>
        {
            var gate = new Lock();
            var open = 2;
            var locked = Locked(observer, gate);
            Calls Trying() => new(
                locked.OnNext,
                locked.OnError,
                () =>
                {
                    if (!gate.TryEnter())
                        return;
                    var isLast = --open == 0;
                    gate.Exit();
                    if (isLast)
                        locked.OnCompleted();
                });
            return StableCompositeDisposable.Create(first.Subscribe(Trying()), second.Subscribe(Trying()));
        }));

        // Errors.
        yield return One("An error lost after the third item", NoError, static source => LosesErrors(source, static items => items == 3));
        yield return One("An error that becomes a completion after an item", NoError, static source => Observable.Create<int>(observer =>
        {
            var items = 0;
            return source.Do(_ => items++).Subscribe(observer.OnNext, error =>
            {
                if (items > 0)
                    observer.OnCompleted();
                else
                    observer.OnError(error);
            }, observer.OnCompleted);
        }));
        yield return One("An error behind the items of a buffer", NoError, static (source, scheduler) => source.Materialize().ObserveOn(scheduler).Dematerialize());
        yield return One("An error within Subscribe that becomes a completion", "failed within Subscribe", static source => WithinSubscribe(source, static (observer, isSubscribed) => error =>
        {
            if (isSubscribed())
                observer.OnError(error);
            else
                observer.OnCompleted();
        }));
        yield return Two("An error of the first source that only ends the first", NoError, static (first, second) => first.OnErrorResumeNext(Observable.Empty<int>()).Merge(second));

        // What comes from within OnNext.
        yield return One("A latest item kept for later from within OnNext", Lost, static source => Observable.Create<int>(observer =>
        {
            var isBusy = false;
            int? kept = null;
            return source.Subscribe(
                item =>
                {
                    if (isBusy)
                    {
                        kept = item;
                        return;
                    }

                    isBusy = true;
                    observer.OnNext(item);
                    isBusy = false;
                    if (kept is not { } next)
                        return;
                    kept = null;
                    observer.OnNext(next);
                },
                observer.OnError,
                observer.OnCompleted);
        }));
        yield return One("An error dropped that is sent from within OnNext", Lost, static source => Raw(observer =>
        {
            var isBusy = false;
            return source.Subscribe(new Calls(
                item =>
                {
                    isBusy = true;
                    observer.OnNext(item);
                    isBusy = false;
                },
                error =>
                {
                    if (!isBusy)
                        observer.OnError(error);
                },
                observer.OnCompleted));
        }));
        yield return One("A queue that keeps what came from within OnNext", Lost, static source => Observable.Create<int>(observer =>
        {
            var queue = new Queue<int>();
            var isBusy = false;
            return source.Subscribe(
                item =>
                {
                    queue.Enqueue(item);
                    if (isBusy)
                        return;
                    isBusy = true;
                    observer.OnNext(queue.Dequeue());
                    isBusy = false;
                },
                observer.OnError,
                observer.OnCompleted);
        }));

        // Ends and disposal.
        yield return One("An item behind its own completion", NoCompletion, static source => Raw(observer => source.Subscribe(new Calls(observer.OnNext, observer.OnError, () =>
        {
            observer.OnCompleted();
            observer.OnNext(-1);
        }))));
        yield return One("Two completions", "after the end, the observer received", static source => Raw(observer => source.Subscribe(new Calls(observer.OnNext, observer.OnError, () =>
        {
            observer.OnCompleted();
            observer.OnCompleted();
        }))));
        yield return One("A source that is not left after an error", LeftOpen, static source => Observable.Create<int>(observer =>
        {
            source.Subscribe(observer.OnNext, error => observer.OnError(error));
            return source.IgnoreElements().Subscribe(observer.OnNext, static _ => { }, observer.OnCompleted);
        }));
        yield return One("A timer that outlives an error", "item(s) of work still ran", static (source, scheduler) => Raw(observer =>
        {
            var timer = scheduler.Schedule(TimeSpan.FromMinutes(1), static () => { });
            return source.Subscribe(new Calls(observer.OnNext, observer.OnError, () =>
            {
                timer.Dispose();
                observer.OnCompleted();
            }));
        }));
        yield return One("A disposal that waits for a lock within OnNext", "it blocks", static source => Raw(observer =>
        {
            var gate = new SemaphoreSlim(1);
            var subscription = source.Subscribe(new Calls(
                item =>
                {
                    gate.Wait();
                    observer.OnNext(item);
                    gate.Release();
                },
                observer.OnError,
                observer.OnCompleted));
            return Disposable.Create(() =>
            {
                gate.Wait();
                subscription.Dispose();
                gate.Release();
            });
        }));

        // State and threads.
        yield return One("A memory of all subscriptions", "differs from one alone", static source =>
        {
            var seen = new HashSet<int>();
            return source.Where(seen.Add);
        });
        yield return One("The system's clock", "one run emitted", static source => source.Select(static _ => DateTimeOffset.UtcNow));
        yield return One("A completion on the thread pool", OwnThread, static source => Raw(observer => source.Subscribe(new Calls(
            observer.OnNext,
            observer.OnError,
            () => ThreadPool.QueueUserWorkItem(_ => observer.OnCompleted())))));
        yield return One("A timer of the system", OwnThread, static source => Observable.Create<int>(observer =>
        {
            var timer = new Timer(_ => observer.OnNext(0), null, Moment, Timeout.InfiniteTimeSpan);
            return StableCompositeDisposable.Create(source.Subscribe(observer), timer);
        }));
    }
}
