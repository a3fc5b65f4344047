using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Testing.OperatorTraits;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>An operator of Rx.NET under the contract.</summary>
/// <param name="Name">A call of it.</param>
/// <param name="Create">Its contract with some traits.</param>
/// <param name="Traits">The traits that it needs.</param>
/// <param name="Rejected">Why it is rejected; null: it is accepted.</param>
public sealed record RxOperator(string Name, Func<OperatorTraits, OperatorContract> Create, OperatorTraits Traits, string? Rejected = null)
{
    public override string ToString() => Name;
}

/// <summary>Rx.NET's operators on one source or two, a line each.</summary>
internal static class RxOperators
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<RxOperator> All { get; } =
    [
        // What passes items on one by one.
        One("AsObservable()", static source => source.AsObservable()),
        One("Cast<object>()", static source => source.Select(static n => (object)n).Cast<int>()),
        One("Do(action)", static source => source.Do(static _ => { })),
        One("Finally(action)", static source => source.Finally(static () => { })),
        One("Let(function)", static source => source.Let(static shared => shared.Select(static n => n + 1))),
        One("OfType<int>()", static source => source.Select(static n => (object)n).OfType<int>()),
        One("Select(selector)", static source => source.Select(static n => n + 1)),
        One("Select(selector with index)", static source => source.Select(static (n, index) => n + index)),
        One("Synchronize()", static source => source.Synchronize()),
        One("Where(predicate)", static source => source.Where(static n => n > 1)),
        One("Distinct()", static source => source.Distinct()),
        One("DistinctUntilChanged()", static source => source.DistinctUntilChanged()),
        One("Scan(accumulator)", static source => source.Scan(static (a, b) => a + b)),
        One("Scan(seed, accumulator)", static source => source.Scan(10, static (a, b) => a + b)),
        One("Skip(1)", static source => source.Skip(1)),
        One("SkipLast(1)", static source => source.SkipLast(1)),
        One("SkipWhile(predicate)", static source => source.SkipWhile(static n => n < 2)),
        One("DefaultIfEmpty(0)", static source => source.DefaultIfEmpty(0)),
        One("IgnoreElements()", static source => source.IgnoreElements(), SendsNothing),
        One("Materialize()", static source => source.Materialize(), HandlesErrors),
        One("Dematerialize()", static source => source.Select(static n => Notification.CreateOnNext(n)).Dematerialize()),

        // What sends within Subscribe.
        One("Append(9)", static source => source.Append(9)),
        One("Prepend(0)", static source => source.Prepend(0)),
        One("StartWith(0)", static source => source.StartWith(0)),
        One("StartWith(0, 0, 0)", static source => source.StartWith(-1, 0, 0)),
        One("Multicast(new BehaviorSubject(0), selector)", static source => source.Multicast(static () => new BehaviorSubject<int>(0), static shared => shared)),
        One("Publish(selector, 0)", static source => source.Publish(static shared => shared, 0)),

        // What ends by itself.
        One("Take(1)", static source => source.Take(1)),
        One("Take(2)", static source => source.Take(2)),
        One("TakeWhile(predicate)", static source => source.TakeWhile(static n => n < 3)),
        One("TakeUntil(predicate)", static source => source.TakeUntil(static n => n == 3)),
        One("All(predicate)", static source => source.All(static n => n < 3)),
        One("Any()", static source => source.Any()),
        One("Any(predicate)", static source => source.Any(static n => n > 2)),
        One("Contains(2)", static source => source.Contains(2)),
        One("IsEmpty()", static source => source.IsEmpty()),
        One("FirstOrDefaultAsync()", static source => source.FirstOrDefaultAsync()),
        One("ElementAtOrDefault(1)", static source => source.ElementAtOrDefault(1)),
        Two("SequenceEqual(second)", static (first, second) => first.SequenceEqual(second)),
        One("TakeUntil(endTime)", static (source, scheduler) => source.TakeUntil(scheduler.Now.AddSeconds(1), scheduler), EndsByItself | DropsReentrantItems),
        One("Take(duration)", static (source, scheduler) => source.Take(Second, scheduler), EndsByItself),
        Two("TakeUntil(other)", static (first, second) => first.TakeUntil(second), EndsByItself | DropsReentrantItems),

        // What fails by itself.
        One("Aggregate(accumulator)", static source => source.Aggregate(static (a, b) => a + b), FailsByItself),
        One("Average()", static source => source.Average(), FailsByItself),
        One("ElementAt(1)", static source => source.ElementAt(1), FailsByItself),
        One("FirstAsync()", static source => source.FirstAsync(), FailsByItself),
        One("LastAsync()", static source => source.LastAsync(), FailsByItself),
        One("Max()", static source => source.Max(), FailsByItself),
        One("Min()", static source => source.Min(), FailsByItself),
        One("SingleAsync()", static source => source.SingleAsync(), FailsByItself),
        One("SingleOrDefaultAsync()", static source => source.SingleOrDefaultAsync(), FailsByItself),
        One("SingleOrDefaultAsync(predicate)", static source => source.SingleOrDefaultAsync(static n => n == 2)),
        One("Timeout(dueTime)", static (source, scheduler) => source.Timeout(Second, scheduler), FailsByItself),
        One("Timeout(dueTime, other)", static (source, scheduler) => source.Timeout(Second, Observable.Return(7), scheduler), EndsByItself),

        // What gathers.
        One("Aggregate(seed, accumulator)", static source => source.Aggregate(10, static (a, b) => a + b)),
        One("Count()", static source => source.Count()),
        One("LongCount()", static source => source.LongCount()),
        One("Sum()", static source => source.Sum()),
        One("LastOrDefaultAsync()", static source => source.LastOrDefaultAsync()),
        One("MaxBy(selector)", static source => source.MaxBy(static n => n)),
        One("MinBy(selector)", static source => source.MinBy(static n => n)),
        One("TakeLast(2)", static source => source.TakeLast(2)),
        One("TakeLastBuffer(2)", static source => source.TakeLastBuffer(2)),
        One("ToArray()", static source => source.ToArray()),
        One("ToDictionary(selector)", static source => source.ToDictionary(static n => n)),
        One("ToList()", static source => source.ToList()),
        One("ToLookup(selector)", static source => source.ToLookup(static n => n % 2)),

        // Groups and windows.
        One("Buffer(2)", static source => source.Buffer(2)),
        One("Buffer(2, 3)", static source => source.Buffer(2, 3)),
        One("Buffer(3, 1)", static source => source.Buffer(3, 1), rejected: "It throws when its source emits from within its subscriber's OnNext."),
        One("Buffer(timeSpan)", static (source, scheduler) => source.Buffer(Second, scheduler)),
        One("Buffer(timeSpan, timeShift)", static (source, scheduler) => source.Buffer(Second, Second / 2, scheduler)),
        One("Buffer(timeSpan, count)", static (source, scheduler) => source.Buffer(Second, 2, scheduler)),
        One("GroupBy(selector)", static source => source.GroupBy(static n => n % 2)),
        One("GroupBy(selector).SelectMany(group)", static source => source.GroupBy(static n => n % 2).SelectMany(static group => group)),
        One("GroupByUntil(selector, duration)", static source => source.GroupByUntil(static n => n % 2, static group => group.Skip(1)).SelectMany(static group => group.Count())),
        One("Window(2)", static source => source.Window(2)),
        One("Window(2).SelectMany(ToList)", static source => source.Window(2).SelectMany(static window => window.ToList()), rejected: "It throws when its source emits from within its subscriber's OnNext."),
        One("Window(timeSpan)", static (source, scheduler) => source.Window(Second, scheduler)),
        One("Window(timeSpan).SelectMany(ToList)", static (source, scheduler) => source.Window(Second, scheduler).SelectMany(static window => window.ToList())),
        Two("Buffer(boundaries)", static (first, second) => first.Buffer(second)),
        Two("Window(boundaries)", static (first, second) => first.Window(second)),
        Two("GroupJoin(second, …)", static (first, second, scheduler) => first.GroupJoin(second, _ => Observable.Timer(Second, scheduler), _ => Observable.Timer(Second, scheduler), static (n, others) => others.Select(other => n + other)).Merge()),
        Two("Join(second, …)", static (first, second, scheduler) => first.Join(second, _ => Observable.Timer(Second, scheduler), _ => Observable.Timer(Second, scheduler), static (a, b) => a + b)),

        // Time.
        One("Delay(dueTime)", static (source, scheduler) => source.Delay(Second, scheduler)),
        One("Delay(selector)", static (source, scheduler) => source.Delay(_ => Observable.Timer(Second, scheduler))),
        One("DelaySubscription(dueTime)", static (source, scheduler) => source.DelaySubscription(Second, scheduler), SubscribesOnDemand),
        One("ObserveOn(scheduler)", static (source, scheduler) => source.ObserveOn(scheduler), DeliversOnScheduler),
        One("Sample(interval)", static (source, scheduler) => source.Sample(Second, scheduler)),
        One("Skip(duration)", static (source, scheduler) => source.Skip(Second, scheduler)),
        One("SkipLast(duration)", static (source, scheduler) => source.SkipLast(Second / 2, scheduler)),
        One("SkipUntil(startTime)", static (source, scheduler) => source.SkipUntil(scheduler.Now.AddSeconds(0.5), scheduler)),
        One("SubscribeOn(scheduler)", static (source, scheduler) => source.SubscribeOn(scheduler), DeliversOnScheduler),
        One("TakeLast(duration)", static (source, scheduler) => source.TakeLast(TimeSpan.FromSeconds(1), scheduler)),
        One("Throttle(dueTime)", static (source, scheduler) => source.Throttle(Second / 4, scheduler)),
        One("Throttle(shortTime)", static (source, scheduler) => source.Throttle(Second / 5, scheduler), DropsReentrantItems),
        One("Throttle(selector)", static (source, scheduler) => source.Throttle(_ => Observable.Timer(Second / 4, scheduler))),
        One("TimeInterval()", static (source, scheduler) => source.TimeInterval(scheduler)),
        One("Timestamp()", static (source, scheduler) => source.Timestamp(scheduler)),

        // Several sources.
        Two("Amb(second)", static (first, second) => first.Amb(second)),
        Two("And(second).Then(selector)", static (first, second) => Observable.When(first.And(second).Then(static (a, b) => a + b))),
        Two("CombineLatest(second)", static (first, second) => first.CombineLatest(second)),
        Two("Concat(second)", static (first, second) => first.Concat(second), SubscribesOnDemand),
        Two("ForkJoin(second, selector)", static (first, second) => first.ForkJoin(second, static (a, b) => a + b)),
        Two("Merge(second)", static (first, second) => first.Merge(second)),
        Two("Sample(sampler)", static (first, second) => first.Sample(second)),
        Two("SkipUntil(other)", static (first, second) => first.SkipUntil(second), NeverCompletes | DropsReentrantItems),
        Two("WithLatestFrom(second)", static (first, second) => first.WithLatestFrom(second)),
        Two("Zip(second)", static (first, second) => first.Zip(second)),
        One("Zip(enumerable)", static source => source.Zip(new[] { 7, 8, 9 }, static (a, b) => a + b)),
        One("Zip with itself", static source => source.Zip(source), rejected: "It subscribes to its source twice: share it with Publish(selector)."),

        // Inner sources.
        One("Concat of inners", static source => source.Select(static n => Observable.Return(n)).Concat()),
        One("Merge of inners", static source => source.Select(static n => Observable.Return(n)).Merge()),
        One("Merge of inners, 1 at a time", static source => source.Select(static n => Observable.Return(n)).Merge(1)),
        One("SelectMany(selector)", static source => source.SelectMany(static n => Observable.Repeat(n, 2))),
        One("SelectMany(enumerable)", static source => source.SelectMany(static n => new[] { n, n })),
        One("Switch of inners", static source => source.Select(static n => Observable.Return(n)).Switch()),
        One("Switch of timers", static (source, scheduler) => source.Select(n => Observable.Timer(Second / 4, scheduler).Select(_ => n)).Switch()),
        One("Expand(selector)", static source => source.Expand(static n => n < 8 ? Observable.Return(n * 2) : Observable.Empty<int>())),
        Two("SelectMany(second)", static (first, second) => first.SelectMany(second), SubscribesOnDemand),
        Two("Switch to the second", static (first, second) => first.Select(_ => second).Switch(), SubscribesOnDemand),

        // Errors and repetition.
        One("Catch(handler)", static source => source.Catch((Exception _) => Observable.Return(7)), HandlesErrors),
        Two("Catch(second)", static (first, second) => first.Catch(second), HandlesErrors | SubscribesOnDemand),
        Two("OnErrorResumeNext(second)", static (first, second) => first.OnErrorResumeNext(second), HandlesErrors | SubscribesOnDemand),
        One("Retry()", static source => source.Retry(), HandlesErrors),
        One("Retry(2)", static source => source.Retry(2), HandlesErrors),
        One("RetryWhen(handler)", static source => source.RetryWhen(static errors => errors.Take(1)), HandlesErrors | DropsReentrantItems),
        One("Repeat()", static source => source.Repeat(), NeverCompletes),
        One("Repeat(2)", static source => source.Repeat(2), SubscribesOnDemand),
        One("RepeatWhen(handler)", static source => source.RepeatWhen(static ends => ends.Take(1)), DropsReentrantItems),
        One("DoWhile(condition)", static source => source.DoWhile(static () => false)),
        One("While(condition)", static source => Observable.Defer(() =>
        {
            var isFirst = true;
            return Observable.While(() => isFirst && !(isFirst = false), source);
        })),
        Two("If(condition, second)", static (first, second) => Observable.If(static () => true, first, second), SubscribesOnDemand),
        Two("Case(selector, sources)", static (first, second) => Observable.Case(static () => 1, new Dictionary<int, IObservable<int>> { [1] = first, [2] = second }), SubscribesOnDemand),

        // Sharing.
        One("Publish(selector)", static source => source.Publish(static shared => shared.Merge(shared))),
        One("Publish().RefCount()", static source => source.Publish().RefCount(), SharesState),
        One("PublishLast(selector)", static source => source.PublishLast(static shared => shared)),
        One("Replay(selector)", static (source, scheduler) => source.Replay(static shared => shared, scheduler), DeliversOnScheduler),
        One("Replay(1).RefCount()", static source => source.Replay(1).RefCount(), SharesState),
        One("Publish().AutoConnect()", static source => source.Publish().AutoConnect(), SharesState | KeepsSource),
    ];

    private static RxOperator One<T>(string name, Func<IObservable<int>, IObservable<T>> apply, OperatorTraits traits = None, string? rejected = null) =>
        One(name, (source, _) => apply(source), traits, rejected);

    private static RxOperator One<T>(string name, Func<IObservable<int>, IScheduler, IObservable<T>> apply, OperatorTraits traits = None, string? rejected = null) =>
        new(name, with => OperatorContract.Of(name, apply, [1, 2, 3, 4], with), traits, rejected);

    private static RxOperator Two<T>(string name, Func<IObservable<int>, IObservable<int>, IObservable<T>> apply, OperatorTraits traits = None) =>
        Two(name, (first, second, _) => apply(first, second), traits);

    private static RxOperator Two<T>(string name, Func<IObservable<int>, IObservable<int>, IScheduler, IObservable<T>> apply, OperatorTraits traits = None) =>
        new(name, with => OperatorContract.Of(name, apply, [1, 2, 3, 4], [10, 20, 30, 40], with), traits);
}
