using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

// Operators that break what their trait does not excuse, and those that keep what they should let go.
internal static partial class BrokenOperators
{
    private const string AffectsOthers = "of two subscriptions was disposed twice, and the second received";
    private const string AfterAnError = "after disposal following an error of source 1";

    private static IEnumerable<BrokenOperator> Shared()
    {
        // Subscriptions that share a connection.
        yield return WithTrait("A count that a second disposal of one subscription lowers twice", AffectsOthers, OperatorTraits.SharesState, static (source, _) =>
        {
            var (subject, count, connection) = (new Subject<int>(), 0, Disposable.Empty);
            return Raw(observer =>
            {
                var subscription = subject.Subscribe(observer);
                if (++count == 1)
                    connection = source.Subscribe(subject);
                return new EachTime(() =>
                {
                    subscription.Dispose();
                    if (--count == 0)
                        connection.Dispose();
                });
            });
        });
        yield return WithTrait("A connection that ends with the first subscription", AffectsOthers, OperatorTraits.SharesState, static (source, _) =>
        {
            var (subject, count) = (new Subject<int>(), 0);
            return Raw(observer => StableCompositeDisposable.Create(subject.Subscribe(observer), count++ == 0 ? source.Subscribe(subject) : Disposable.Empty));
        });
        yield return One("A list that keeps every subscriber", "a reference remains", static source =>
        {
            var all = new List<IObserver<int>>();
            return Raw(observer =>
            {
                all.Add(observer);
                return source.Subscribe(observer);
            });
        });
        yield return One("An event that keeps every subscriber", "a reference remains", static source =>
        {
            Action<int> handlers = static _ => { };
            return Observable.Create<int>(observer =>
            {
                handlers += observer.OnNext;
                return source.Subscribe(observer);
            });
        });

        // What follows an error.
        yield return WithTrait("Another try that is not disposed", AfterAnError, OperatorTraits.HandlesErrors, static (source, _) => Observable.Create<int>(observer =>
            source.Subscribe(observer.OnNext, _ => source.Subscribe(observer), observer.OnCompleted)));
        yield return WithTrait("A timer after an error that is not disposed", AfterAnError, OperatorTraits.HandlesErrors, static (source, scheduler) => Observable.Create<int>(observer =>
            source.Subscribe(observer.OnNext, _ => Observable.Timer(Second, scheduler).Select(static _ => 0).Subscribe(observer), observer.OnCompleted)));

        // Hops.
        yield return WithTrait("A hop that turns the order round", "items that came one after the other within one instant", OperatorTraits.DeliversOnScheduler, static (source, scheduler) => Observable.Create<int>(observer =>
        {
            var items = new Stack<int>();
            return StableCompositeDisposable.Create(
                source.ObserveOn(scheduler).IgnoreElements().Subscribe(observer),
                source.Subscribe(
                    item =>
                    {
                        items.Push(item);
                        if (items.Count == 1)
                            scheduler.Schedule(() => Drain(items, observer));
                    },
                    static _ => { }));
        }));
        yield return One("Timers of the system that the thread pool starts", "it starts timers of the system", static source => Observable.Create<int>(observer =>
        {
            var cancellation = new CancellationTokenSource();
            _ = Task.Run(() => Task.Delay(TimeSpan.FromMinutes(1), cancellation.Token), cancellation.Token);
            return StableCompositeDisposable.Create(source.Subscribe(observer), Disposable.Create(cancellation.Cancel));
        }));
    }

    private static void Drain(Stack<int> items, IObserver<int> observer)
    {
        while (items.TryPop(out var item))
            observer.OnNext(item);
    }

    private static BrokenOperator WithTrait(string name, string verdict, OperatorTraits trait, Func<IObservable<int>, IScheduler, IObservable<int>> apply) =>
        new(name, verdict, OperatorContract.Of(name, apply, [1, 2, 3, 4], trait).WithTimeLimit(Limit));
}
