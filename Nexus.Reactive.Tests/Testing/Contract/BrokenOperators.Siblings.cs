using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Nexus.Reactive.Tests.Testing;

// The same kinds of fault at another item, at another time, or after another event.
internal static partial class BrokenOperators
{
    private static IEnumerable<BrokenOperator> Siblings()
    {
        // Ends.
        yield return One("No completion after two items", NoCompletion, static source => CompletesUnless(source, static items => items == 2));
        yield return One("No completion after three items", NoCompletion, static source => CompletesUnless(source, static items => items == 3));
        yield return One("No completion of a source that was silent for long", NoCompletion, static (source, scheduler) => ForgetsWhenIdle(source, scheduler, losesError: false));
        yield return One("No completion of a source that is empty within Subscribe", NoCompletion, static source => Observable.Create<int>(observer =>
        {
            var (isSubscribed, items) = (false, 0);
            var subscription = source.Do(_ => items++).Subscribe(observer.OnNext, observer.OnError, () =>
            {
                if (isSubscribed || items > 0)
                    observer.OnCompleted();
            });
            isSubscribed = true;
            return subscription;
        }));
        yield return One("A source that is left at the item after the last", LeftOpen, static source => Raw(observer =>
        {
            var items = 0;
            var subscription = new SingleAssignmentDisposable();
            subscription.Disposable = source.Subscribe(new Calls(
                item =>
                {
                    if (++items > 2)
                    {
                        subscription.Dispose();
                        return;
                    }

                    observer.OnNext(item);
                    if (items == 2)
                        observer.OnCompleted();
                },
                error =>
                {
                    if (items < 2)
                        observer.OnError(error);
                },
                () =>
                {
                    if (items < 2)
                        observer.OnCompleted();
                }));
            return subscription;
        }));

        // Timers.
        yield return One("A timer that outlives the completion by seconds", Leftover, static (source, scheduler) => WithTimer(source, scheduler, TimeSpan.FromSeconds(5), endsAtError: true));
        yield return One("A timer of an hour that outlives its subscription", Leftover, static (source, scheduler) => Observable.Create<int>(observer =>
        {
            scheduler.Schedule(TimeSpan.FromHours(1), static () => { });
            return source.Subscribe(observer);
        }));
        yield return One("A timer of a day that outlives an error", Leftover, static (source, scheduler) => WithTimer(source, scheduler, TimeSpan.FromDays(1), endsAtError: false));
        yield return One("A minute on the default scheduler", OtherScheduler, static source => source.Throttle(TimeSpan.FromMinutes(1)));
        yield return One("A buffer of an hour on the thread pool", OtherScheduler, static source => source.Buffer(TimeSpan.FromHours(1), TaskPoolScheduler.Default).SelectMany(static batch => batch));
        yield return One("An item dropped while a timer is within OnNext", Met, static (source, scheduler) => Observable.Create<int>(observer =>
        {
            var gate = new Lock();
            void TryEnter(Action action)
            {
                if (!gate.TryEnter())
                    return;
                try
                {
                    action();
                }
                finally
                {
                    gate.Exit();
                }
            }

            var timer = scheduler.Schedule(Second, () => TryEnter(() => observer.OnNext(0)));
            return StableCompositeDisposable.Create(timer, source.Subscribe(new Calls(
                item => TryEnter(() => observer.OnNext(item)),
                error =>
                {
                    timer.Dispose();
                    lock (gate)
                        observer.OnError(error);
                },
                () =>
                {
                    timer.Dispose();
                    lock (gate)
                        observer.OnCompleted();
                })));
        }));

        // Errors.
        yield return One("An error that waits for the items of a short delay", NoError, static (source, scheduler) => source.Materialize().Delay(Second / 10, scheduler).Dematerialize());
        yield return One("An error lost after a long silence", NoError, static (source, scheduler) => ForgetsWhenIdle(source, scheduler, losesError: true));
        yield return Two("An error lost after the other source has completed", NoError, static (first, second) => Observable.Create<int>(observer =>
        {
            var open = 2;
            void Complete()
            {
                if (--open == 0)
                    observer.OnCompleted();
            }

            void Fail(Exception error)
            {
                if (open == 2)
                    observer.OnError(error);
            }

            return StableCompositeDisposable.Create(
                first.Subscribe(observer.OnNext, Fail, Complete),
                second.Subscribe(observer.OnNext, Fail, Complete));
        }));
        yield return One("An error dropped that is sent from within the second OnNext", Lost, static source => DropsWithinSecond(source, dropsError: true));
        yield return One("A completion dropped that is sent from within the second OnNext", Lost, static source => DropsWithinSecond(source, dropsError: false));

        // Subscribers that throw.
        yield return One("An exception of OnCompleted that is swallowed", "it was swallowed", static source => Observable.Create<int>(observer => source.Subscribe(new Calls(observer.OnNext, observer.OnError, () =>
        {
            try
            {
                observer.OnCompleted();
            }
            catch (InvalidOperationException)
            {
            }
        }))));
        yield return One("An error behind the completion that threw", "something else was emitted", static source => Raw(observer => source.Subscribe(new Calls(observer.OnNext, observer.OnError, () =>
        {
            try
            {
                observer.OnCompleted();
            }
            catch (InvalidOperationException)
            {
                observer.OnError(new NotSupportedException("after the completion"));
                throw;
            }
        }))));
        yield return One("An exception for the second item that is swallowed", "it was swallowed", static source => Raw(observer =>
        {
            var items = 0;
            return source.Subscribe(new Calls(
                item =>
                {
                    try
                    {
                        observer.OnNext(item);
                    }
                    catch (InvalidOperationException) when (++items > 0)
                    {
                    }

                    items++;
                },
                observer.OnError,
                observer.OnCompleted));
        }));
        yield return One("A lock that an exception of a subscriber leaves behind", "it blocks", static source => Raw(observer =>
        {
            var gate = new SemaphoreSlim(1);
            return source.Subscribe(new Calls(
                item =>
                {
                    gate.Wait();
                    observer.OnNext(item);
                    gate.Release();
                },
                observer.OnError,
                observer.OnCompleted));
        }));

        // Subscribe and state.
        yield return One("A first item outside the lock, after Subscribe", Overlap, static source => Observable.Create<int>(observer =>
        {
            var subscription = source.Subscribe(Locked(observer, new Lock()));
            observer.OnNext(0);
            return subscription;
        }));
        yield return One("A flag that a completion leaves behind", "differs from one alone", static source =>
        {
            var isOver = false;
            return Observable.Create<int>(observer => source.Where(_ => !isOver).Subscribe(observer.OnNext, observer.OnError, () =>
            {
                isOver = true;
                observer.OnCompleted();
            }));
        });
        yield return One("A disposal that acts from the third item on", "it continued", static source => Raw(observer =>
        {
            var (items, isDisposed) = (0, false);
            var subscription = source.Subscribe(new Calls(
                item =>
                {
                    if (!isDisposed)
                        observer.OnNext(item);
                    if (++items != 2)
                        return;
                    observer.OnNext(-item);
                },
                observer.OnError,
                observer.OnCompleted));
            return Disposable.Create(() =>
            {
                isDisposed = true;
                subscription.Dispose();
            });
        }));
        yield return Two("A first item within Subscribe that is lost beside another source", "from sources that emit within Subscribe", static (first, second) => first.Merge(Observable.Create<int>(observer =>
        {
            var (isSubscribed, items) = (false, 0);
            var subscription = second.Where(_ => ++items > 1 || isSubscribed).Subscribe(observer);
            isSubscribed = true;
            return subscription;
        })));
    }

    private const string Leftover = " of work ";

    private static IObservable<int> ForgetsWhenIdle(IObservable<int> source, IScheduler scheduler, bool losesError) => Observable.Create<int>(observer =>
    {
        var last = scheduler.Now;
        bool IsIdle() => scheduler.Now - last > TimeSpan.FromMinutes(1);
        return source.Do(_ => last = scheduler.Now).Subscribe(
            observer.OnNext,
            error =>
            {
                if (!losesError || !IsIdle())
                    observer.OnError(error);
            },
            () =>
            {
                if (losesError || !IsIdle())
                    observer.OnCompleted();
            });
    });

    private static IObservable<int> DropsWithinSecond(IObservable<int> source, bool dropsError) => Observable.Create<int>(observer =>
    {
        var (depth, items) = (0, 0);
        return source.Subscribe(new Calls(
            item =>
            {
                depth++;
                items++;
                observer.OnNext(item);
                depth--;
            },
            error =>
            {
                if (!dropsError || depth == 0 || items < 2)
                    observer.OnError(error);
            },
            () =>
            {
                if (dropsError || depth == 0 || items < 2)
                    observer.OnCompleted();
            }));
    });

    // The timer ends with the disposal, and with one of the two ends.
    private static RawObservable WithTimer(IObservable<int> source, IScheduler scheduler, TimeSpan dueTime, bool endsAtError) => Raw(observer =>
    {
        var timer = scheduler.Schedule(dueTime, static () => { });
        var subscription = source.Finally(static () => { }).Subscribe(
            observer.OnNext,
            error =>
            {
                if (endsAtError)
                    timer.Dispose();
                observer.OnError(error);
            },
            () =>
            {
                if (!endsAtError)
                    timer.Dispose();
                observer.OnCompleted();
            });
        return StableCompositeDisposable.Create(subscription, timer);
    });
}
