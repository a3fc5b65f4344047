using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>An operator that is broken on purpose.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Verdict">A part of what the contract says.</param>
/// <param name="Contract">Its contract.</param>
public sealed record BrokenOperator(string Name, string Verdict, OperatorContract Contract)
{
    public override string ToString() => Name;
}

/// <summary>Operators that each break the contract in one way.</summary>
internal static partial class BrokenOperators
{
    private const string NoError = "no error was emitted";
    private const string NoCompletion = "it did not complete";
    private const string LeftOpen = "still open";
    private const string Lost = "emitted from within OnNext, and the observer received";
    private const string Met = "When they emitted one after the other, the observer received";
    private const string Overlap = "two calls of the subscriber overlapped";
    private const string OwnThread = "on a separate thread";
    private const string OtherScheduler = "it does not use the scheduler";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);

    public static IReadOnlyList<BrokenOperator> All { get; } = [.. Threads(), .. Hangs(), .. Errors(), .. Gates(), .. Reentrancy(), .. Disposal(), .. Ends(), .. State(), .. Subscribers(), .. Relatives(), .. Siblings(), .. Surroundings(), .. Shared()];

    private static IEnumerable<BrokenOperator> Errors()
    {
        yield return One("An error that is swallowed", NoError, static source => source.Catch(Observable.Empty<int>()));
        yield return One("An error that is wrapped", "another error was emitted", static source => source.Catch(static (Exception error) => Observable.Throw<int>(new NotSupportedException("wrapped", error))));
        yield return One("An error that is late", NoError, static (source, scheduler) => source.Materialize().Delay(Second, scheduler).Dematerialize());
        yield return One("An error lost after the first item", NoError, static source => LosesErrors(source, static items => items == 1));
        yield return One("An error lost after the second item", NoError, static source => LosesErrors(source, static items => items == 2));
        yield return One("An error lost after the last sample", NoError, static source => LosesErrors(source, static items => items == 4));
        yield return Two("An error of the second source that is lost", NoError, static (first, second) => first.Merge(second.Catch(Observable.Never<int>())));
        yield return One("An error lost within Subscribe", "failed within Subscribe", static source => WithinSubscribe(source, static (observer, isSubscribed) => error =>
        {
            if (isSubscribed())
                observer.OnError(error);
        }));
        yield return One("An error lost within Subscribe after an item", "failed within Subscribe after 1 item(s)", static source => WithinSubscribe(source, static (observer, isSubscribed) => error =>
        {
            if (isSubscribed() || observer.Items != 1)
                observer.OnError(error);
        }));
        yield return Two("An error of the second source lost within Subscribe", "source 2 failed within Subscribe", static (first, second) =>
            first.Merge(WithinSubscribe(second, static (observer, isSubscribed) => error =>
            {
                if (isSubscribed())
                    observer.OnError(error);
            })));
        yield return One("An exception of a source's Subscribe that is swallowed", "neither the caller nor the observer received the exception", static source => Raw(observer =>
        {
            try
            {
                return source.Subscribe(observer);
            }
            catch (InvalidOperationException)
            {
                return Disposable.Empty;
            }
        }));
    }

    private static IEnumerable<BrokenOperator> Reentrancy()
    {
        yield return One("An item dropped that is sent from within OnNext", Lost, static source => DropsWithin(source, dropsItems: true, dropsEnds: false));
        yield return One("A completion dropped that is sent from within OnNext", Lost, static source => DropsWithin(source, dropsItems: false, dropsEnds: true));
        yield return One("A latest item that is overwritten from within OnNext", Lost, static source => Raw(observer =>
        {
            var (isBusy, hasNext, next) = (false, false, 0);
            return source.Subscribe(new Calls(
                item =>
                {
                    (hasNext, next) = (true, item);
                    if (isBusy)
                        return;
                    isBusy = true;
                    hasNext = false;
                    observer.OnNext(next);
                    isBusy = false;
                },
                observer.OnError,
                observer.OnCompleted));
        }));
        yield return One("An exception for an item sent from within OnNext", "it threw", static source => Observable.Create<int>(observer =>
        {
            var isBusy = false;
            return source.Subscribe(
                item =>
                {
                    if (isBusy)
                        throw new NotSupportedException("no re-entrancy");
                    isBusy = true;
                    observer.OnNext(item);
                    isBusy = false;
                },
                observer.OnError,
                observer.OnCompleted);
        }));
    }

    private static IEnumerable<BrokenOperator> Ends()
    {
        yield return One("No completion of an empty source", NoCompletion, static source => CompletesUnless(source, static items => items == 0));
        yield return One("No completion after one item", NoCompletion, static source => CompletesUnless(source, static items => items == 1));
        yield return One("No completion after the samples", NoCompletion, static source => CompletesUnless(source, static items => items == 4));
        yield return One("A completion by a timer", "it ended by itself", static (source, scheduler) => source.TakeUntil(_ => false).Merge(Observable.Empty<int>()).Amb(Observable.Empty<int>().Delay(TimeSpan.FromMinutes(2), scheduler)));
        yield return One("An item behind the completion", "after the end, the observer received", static source => Raw(observer => source.Subscribe(new Calls(observer.OnNext, observer.OnError, observer.OnCompleted))));
        yield return One("A completion behind the error", "after the end, the observer received", static source => Raw(observer =>
        {
            var isOver = false;
            return source.Subscribe(new Calls(
                item =>
                {
                    if (!isOver)
                        observer.OnNext(item);
                },
                error =>
                {
                    if (!isOver)
                        observer.OnError(error);
                    isOver = true;
                },
                observer.OnCompleted));
        }));
        yield return One("Nothing for its samples", "no items were emitted", static source => source.Where(static n => n > 100));
    }

    private static IEnumerable<BrokenOperator> State()
    {
        yield return One("State beside the subscription", "differs from one alone", static source =>
        {
            var sum = 0;
            return source.Select(n => sum += n);
        });
        yield return One("A flag that an end leaves behind", "differs from one alone", static source =>
        {
            var hasFailed = false;
            return source.Where(_ => !hasFailed).Do(static _ => { }, _ => hasFailed = true);
        });
        yield return One("A subscription that is shared and ends with the first", "differs from one alone", static source =>
        {
            var subscriptions = 0;
            return Observable.Defer(() => subscriptions++ == 0 ? source : source.Select(static n => -n));
        });
        yield return One("Values of chance", "one run emitted", static source => source.Select(static _ => Guid.NewGuid()));
        yield return One("A subscription while it is built", "was subscribed to while the operator was built", static source =>
        {
            var shared = source.Publish();
            shared.Connect();
            return shared;
        });
        yield return One("Work while it is built", "work was scheduled while the operator was built", static (source, scheduler) =>
        {
            scheduler.Schedule(Second, static () => { });
            return source;
        });
        yield return One("Two subscriptions to one source", "was subscribed to 2 times", static source => source.Merge(source.IgnoreElements()));
        yield return One("A value of an earlier connection", "differs from one alone", static source => source.Replay(1).RefCount());
    }

    private static IEnumerable<BrokenOperator> Subscribers()
    {
        yield return One("A subscriber's exception that is swallowed", "it was swallowed", static source => Guarded(source, static (_, _) => { }));
        yield return One("A subscriber's exception that becomes an error for it alone", "it was swallowed", static source => Guarded(source, static (observer, error) => observer.OnError(error)));
        yield return One("Another exception in place of the subscriber's", "another exception reached the source", static source => Guarded(source, static (_, error) => throw new NotSupportedException("wrapped", error)));
        yield return One("A completion for the subscriber that threw", "something else was emitted", static source => Guarded(source, static (observer, error) =>
        {
            observer.OnCompleted();
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        }));
    }

    private static BrokenOperator One<T>(string name, string verdict, Func<IObservable<int>, IObservable<T>> apply) => One(name, verdict, (source, _) => apply(source));

    private static BrokenOperator One<T>(string name, string verdict, Func<IObservable<int>, IScheduler, IObservable<T>> apply) =>
        new(name, verdict, OperatorContract.Of(name, apply, 1, 2, 3, 4).WithTimeLimit(Limit));

    private static BrokenOperator Two(string name, string verdict, Func<IObservable<int>, IObservable<int>, IObservable<int>> apply) =>
        new(name, verdict, OperatorContract.Of(name, (IObservable<int> first, IObservable<int> second, IScheduler _) => apply(first, second), [1, 2, 3, 4], [10, 20, 30, 40]).WithTimeLimit(Limit));
}
