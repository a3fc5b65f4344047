using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Nexus.Reactive.Tests.Testing;

// What the broken operators are made of.
internal static partial class BrokenOperators
{
    private static RawObservable Raw(Func<IObserver<int>, IDisposable> subscribe) => new RawObservable(subscribe);

    private static Calls Locked(IObserver<int> observer, Lock gate) => new Calls(
        item =>
        {
            lock (gate)
                observer.OnNext(item);
        },
        error =>
        {
            lock (gate)
                observer.OnError(error);
        },
        () =>
        {
            lock (gate)
                observer.OnCompleted();
        });

    private static Calls Slow(IObserver<int> observer) => new(
        item =>
        {
            Thread.Sleep(Moment);
            observer.OnNext(item);
        },
        observer.OnError,
        observer.OnCompleted);

    private static RawObservable Gated(IObservable<int> first, IObservable<int> second, bool locksErrors, bool locksCompletions) => Raw(observer =>
    {
        var gate = new Lock();
        var open = 2;
        var locked = Locked(observer, gate);
        var calls = new Calls(
            locked.OnNext,
            error => (locksErrors ? locked : observer).OnError(error),
            () =>
            {
                if (!locksCompletions || Interlocked.Decrement(ref open) == 0)
                    (locksCompletions ? locked : observer).OnCompleted();
            });
        return StableCompositeDisposable.Create(first.Subscribe(calls), second.Subscribe(calls));
    });

    private static IObservable<int> TriesToEnter(IObservable<int> first, IObservable<int> second, bool dropsItems) => Observable.Create<int>(observer =>
    {
        var gate = new Lock();
        var open = 2;
        void Enter(bool maySkip, Action action)
        {
            if (!maySkip)
                gate.Enter();
            else if (!gate.TryEnter())
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

        var calls = new Calls(
            item => Enter(dropsItems, () => observer.OnNext(item)),
            error => Enter(maySkip: false, () => observer.OnError(error)),
            () => Enter(!dropsItems, () =>
            {
                if (--open == 0)
                    observer.OnCompleted();
            }));
        return StableCompositeDisposable.Create(first.Subscribe(calls), second.Subscribe(calls));
    });

    private static IObservable<int> LosesErrors(IObservable<int> source, Func<int, bool> after) => Observable.Create<int>(observer =>
    {
        var items = 0;
        return source.Subscribe(
            item =>
            {
                items++;
                observer.OnNext(item);
            },
            error =>
            {
                if (!after(items))
                    observer.OnError(error);
            },
            observer.OnCompleted);
    });

    private static IObservable<int> CompletesUnless(IObservable<int> source, Func<int, bool> hangs) => Observable.Create<int>(observer =>
    {
        var items = 0;
        return source.Do(_ => items++).Subscribe(observer.OnNext, observer.OnError, () =>
        {
            if (!hangs(items))
                observer.OnCompleted();
        });
    });

    private static IObservable<int> WithinSubscribe(IObservable<int> source, Func<Counting, Func<bool>, Action<Exception>> onError) => Observable.Create<int>(observer =>
    {
        var isSubscribed = false;
        var counting = new Counting(observer);
        var subscription = source.Subscribe(counting.OnNext, onError(counting, () => isSubscribed), counting.OnCompleted);
        isSubscribed = true;
        return subscription;
    });

    private static IObservable<int> DropsWithin(IObservable<int> source, bool dropsItems, bool dropsEnds) => Observable.Create<int>(observer =>
    {
        var isBusy = false;
        return source.Subscribe(
            item =>
            {
                if (isBusy && dropsItems)
                    return;
                isBusy = true;
                observer.OnNext(item);
                isBusy = false;
            },
            observer.OnError,
            () =>
            {
                if (!isBusy || !dropsEnds)
                    observer.OnCompleted();
            });
    });

    private static RawObservable Guarded(IObservable<int> source, Action<IObserver<int>, Exception> onThrow) => Raw(observer => source.Subscribe(new Calls(
        item =>
        {
            try
            {
                observer.OnNext(item);
            }
            catch (InvalidOperationException error)
            {
                onThrow(observer, error);
            }
        },
        observer.OnError,
        observer.OnCompleted)));

    private static RawObservable OnThreads(IObservable<int> source, Func<int, int> function) => Raw(observer => source.Subscribe(new Calls(
        item => new Thread(() => observer.OnNext(function(item))) { IsBackground = true }.Start(),
        observer.OnError,
        observer.OnCompleted)));

    private static IDisposable Again(IObservable<int> source, IObserver<int> observer) =>
        source.Subscribe(new Calls(observer.OnNext, observer.OnError, () => Again(source, observer)));

    private static void Recursive(IObserver<int> observer, int item)
    {
        observer.OnNext(item);
        Recursive(observer, item);
        GC.KeepAlive(observer);
    }

    /// <summary>An observable without the guard that Rx puts before the subscribers of its own.</summary>
    private sealed class RawObservable(Func<IObserver<int>, IDisposable> subscribe) : IObservable<int>
    {
        public IDisposable Subscribe(IObserver<int> observer) => subscribe(observer);
    }

    /// <summary>An observer without the guard that Rx puts before observers of delegates.</summary>
    private sealed class Calls(Action<int> onNext, Action<Exception> onError, Action onCompleted) : IObserver<int>
    {
        public void OnNext(int value) => onNext(value);

        public void OnError(Exception error) => onError(error);

        public void OnCompleted() => onCompleted();
    }

    private sealed class Counting(IObserver<int> observer) : IObserver<int>
    {
        public int Items { get; private set; }

        public void OnNext(int value)
        {
            Items++;
            observer.OnNext(value);
        }

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted() => observer.OnCompleted();
    }

    private sealed class EachTime(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }
}
