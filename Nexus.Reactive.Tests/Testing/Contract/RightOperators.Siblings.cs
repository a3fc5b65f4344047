using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using static Nexus.Reactive.Testing.OperatorTraits;

namespace Nexus.Reactive.Tests.Testing;

// Right operators that combine what the others do one at a time.
internal static partial class RightOperators
{
    private static IEnumerable<RxOperator> Siblings()
    {
        // What sends within Subscribe, beside other sources or behind its source.
        yield return Two("The latest of both with a start", static (first, second, _) => first.CombineLatest(second.StartWith(0), static (a, b) => a + b));
        yield return Two("The latest of both with two starts", static (first, second, _) => first.StartWith(0).CombineLatest(second.StartWith(0), static (a, b) => a + b));
        yield return Two("With the latest or none", static (first, second, _) => first.WithLatestFrom(second.StartWith(0), static (a, b) => (a, b)));
        yield return Two("A sum of both from a start", static (first, second, _) => first.Merge(second.StartWith(5)).Scan(static (a, b) => a + b));
        yield return One("A sum with an own item behind its source", static (source, _) => source.Merge(Observable.Return(5)).Scan(static (a, b) => a + b));
        yield return One("Changes from an own item on", static (source, _) => source.Merge(Observable.Return(1)).DistinctUntilChanged());

        // Results without equality of their own.
        yield return One("Objects", static (source, _) => source.Select(static n => new Box(n)));
        yield return One("Tasks", static (source, _) => source.Select(Task.FromResult));
        yield return One("Functions", static (source, _) => source.Select(static n => (Func<int>)(() => n)));
        yield return One("Pairs of objects", static (source, _) => source.Select(static n => (n, new Box(n))));
        yield return One("Exceptions as items", static (source, _) => source.Select(static n => new InvalidOperationException($"{n}")));
        yield return One("Observables in tuples", static (source, _) => source.Select(static n => (n, Observable.Return(n))));
        yield return One("Lists of windows", static (source, _) => source.Buffer(2).Select(static batch => batch.ToObservable()));

        // Time.
        yield return One("A heartbeat of ten milliseconds", static (source, scheduler) => source.Publish(shared => shared.Merge(Observable.Interval(Second / 100, scheduler).Select(static _ => 0).TakeUntil(shared.LastOrDefaultAsync()))));
        yield return One("A fast heartbeat without end", static (source, scheduler) => source.Select(n => Observable.Interval(Second / 100, scheduler).Select(_ => n)).Switch(), NeverCompletes);
        yield return One("Until a second has passed", static (source, scheduler) => source.TakeUntil(Observable.Timer(Second, scheduler)), EndsByItself | DropsReentrantItems);
        yield return One("A pause after each item", static (source, scheduler) => source.Select(n => Observable.Return(n).Concat(Observable.Empty<int>().Delay(Second / 4, scheduler))).Concat(), HandlesErrors);
        yield return One("A retry that waits longer each time", static (source, scheduler) => source.RetryWhen(errors => errors.SelectMany((_, index) => Observable.Timer(Second * (index + 1), scheduler)).Take(3)), HandlesErrors | DropsReentrantItems);
        yield return One("A shared source that is kept for a minute", static (source, scheduler) => source.Publish().RefCount(TimeSpan.FromMinutes(1), scheduler), SharesState | KeepsSource);
        yield return One("A start on the scheduler", static (source, scheduler) => source.StartWith(scheduler, 0), SubscribesOnDemand | DeliversOnScheduler);
        yield return One("A cache of a second", static (source, scheduler) => source.Replay(Second, scheduler).RefCount(), SharesState | DeliversOnScheduler);
        yield return One("Inactivity as an item", static (source, scheduler) => source.Publish(shared => shared.Merge(shared.Throttle(Second, scheduler).Select(static _ => -1).TakeUntil(shared.LastOrDefaultAsync()))));
        yield return One("A debounce with the first item at once", static (source, scheduler) => source.Publish(shared => shared.Take(1).Merge(shared.Skip(1).Throttle(Second / 4, scheduler))));
        yield return One("A limit of two a second", static (source, scheduler) => source.Window(Second, scheduler).SelectMany(static window => window.Take(2)));

        // Hops that stay on the thread.
        yield return One("The current thread's queue", static (source, _) => source.ObserveOn(Scheduler.CurrentThread));
        yield return One("A subscription through the current thread's queue", static (source, _) => source.SubscribeOn(Scheduler.CurrentThread));
        yield return One("Finished tasks", static (source, _) => source.SelectMany(static n => Task.FromResult(n)));
        yield return One("Finished tasks in order", static (source, _) => source.Select(static n => Observable.FromAsync(() => Task.FromResult(n))).Concat());

        // Sharing and composition.
        yield return One("Pairs of neighbours", static (source, _) => source.Publish(static shared => shared.Zip(shared.Skip(1), static (a, b) => (a, b))));
        yield return One("Both halves", static (source, _) => source.Publish(static shared => shared.Where(static n => n % 2 == 0).Merge(shared.Where(static n => n % 2 == 1))));
        yield return One("The first of each group", static (source, _) => source.GroupBy(static n => n % 2).SelectMany(static group => group.Take(1)));
        yield return One("A connection of an own subject", static (source, _) => Observable.Create<int>(observer =>
        {
            var subject = new Subject<int>();
            return StableCompositeDisposable.Create(subject.Subscribe(observer), source.Subscribe(subject));
        }));
        yield return Two("Between two signals", static (first, second, _) => first.SkipUntil(second).Take(2), EndsByItself | NeverCompletes | DropsReentrantItems);
        yield return Two("The faster of both", static (first, second, scheduler) => first.Delay(Second / 10, scheduler).Amb(second));
        yield return Two("A switch and back", static (first, second, _) => second.Select(n => first.Select(m => n + m)).Switch(), SubscribesOnDemand);
    }

    private sealed class Box(int value)
    {
        public int Value => value;
    }
}
