using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>What the contract says to the author of a broken operator: what came, and when.</summary>
public sealed class ContractComplaintTests
{
    private const string Once = "it subscribes to each source once for each subscription";
    private const string Errors = "a source's error is passed on as the same instance at the same time";
    private const string OtherFirst = "the other source may end first";
    private const string Disposal = "after disposal, nothing is emitted and nothing remains";
    private const string Within = "disposal within OnNext ends it immediately";
    private const string Passes = "an exception of a subscriber is not swallowed, and only it may follow";
    private const string Mutes = "nothing follows the end, whatever the source does";
    private const string Serialized = "calls from several threads are serialized";
    private const string State = "two subscriptions share no state";
    private const string Synchronous = "a source that emits within Subscribe is like any other";
    private const string Leaves = "at the end, no subscription and no timer remains";
    private const string Function = "an exception of its function becomes an error";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public void The_check_explains_early_side_effects_and_faults_of_a_second_subscription() => Assert.Multiple(static () =>
    {
        const string Lazy = "it does nothing before it is subscribed to";
        Says(Lazy, "a source was subscribed to while the operator was built", static (source, _) =>
        {
            source.Publish().Connect();
            return source;
        });
        Says(Lazy, "work was scheduled while the operator was built", static (source, scheduler) =>
        {
            scheduler.Schedule(Second, static () => { });
            return source;
        });
        Says(Once, "source 1 was subscribed to 2 times", static (source, _) => source.Merge(source.IgnoreElements()));
        Says(Once, "source 2 was subscribed to 2 times", static (first, second, _) => first.Merge(second).Merge(second.IgnoreElements()));
    });

    [Test]
    public void The_check_explains_missing_and_unexpected_notifications() => Assert.Multiple(static () =>
    {
        Says("it stays open while its sources emit nothing", "it ended by itself:\n      00:00:01 completion", static (source, scheduler) => source.TakeUntil(Observable.Timer(Second, scheduler)));
        Says("an empty source completes it", "it did not complete:\n      nothing", static (source, _) => source.Concat(Observable.Never<int>()));
        Says("any number of items, then the end, completes it", "it did not complete:\n      00:00:00 1", static (source, _) => source.Concat(Observable.Never<int>()));
        Says("it emits items for its samples", "no items were emitted: choose samples for which the operator emits items, otherwise the other rules check little", static (source, _) => source.IgnoreElements());
        var runs = 0;
        Says(
            "two runs are alike",
            "one run emitted\n      00:00:01.2000000 2\n      00:00:01.2000000 completion\n   and\n      00:00:01.2000000 3\n      00:00:01.2000000 completion",
            (source, _) => source.Count().Select(_ => ++runs));
    });

    [Test]
    public void The_check_explains_missing_and_wrong_errors() => Assert.Multiple(static () =>
    {
        Says(Errors, "source 1 failed after 0 item(s), and no error was emitted; the observer received:\n      00:00:00 completion", static (source, _) => source.Catch(Observable.Empty<int>()));
        Says(Errors, "source 2 failed after 0 item(s), and no error was emitted; the observer received:\n      nothing", static (first, second, _) => first.Merge(second.Catch(Observable.Empty<int>())));
        Says(Errors, "another error was emitted: NotSupportedException: for the source's", static (source, _) =>
            source.Catch(static (Exception error) => Observable.Throw<int>(new NotSupportedException($"for {error.Message}"))));
        Says(Errors, "1 source subscription(s) still open after the error", static (source, _) => NeverLeft(source));
        Says(Errors, "1 item(s) of work still ran after the error", WithTimer);
    });

    [Test]
    public void The_check_explains_wrong_handling_of_the_end_of_the_other_source() => Assert.Multiple(static () =>
    {
        Says(OtherFirst, "source 1 ended first, and no completion was emitted; the observer received:\n      00:00:00 10\n      00:00:00 1", static (first, second, _) => first.Concat(Observable.Never<int>()).Merge(second.Take(1)));
        Says(OtherFirst, "1 source subscription(s) still open at the end", static (first, second, _) => first.Merge(NeverLeft(second)));
    });

    [Test]
    public void The_check_explains_faults_after_disposal() => Assert.Multiple(static () =>
    {
        Says(Disposal, "1 source subscription(s) still open after disposal following 0 item(s)", static (source, _) => NeverLeft(source));
        Says(Disposal, "2 source subscription(s) still open after disposal following 0 item(s)", static (first, second, _) => NeverLeft(first).Merge(NeverLeft(second)));
        Says(Disposal, "after disposal, the observer received:\n      00:00:00 -1", static (source, _) => new Bare(observer =>
        {
            var subscription = source.Subscribe(observer);
            return Disposable.Create(() =>
            {
                subscription.Dispose();
                observer.OnNext(-1);
            });
        }));
        Says(Within, "it continued:\n      00:00:00 1\n      00:00:00.4000000 2\n      00:00:00.8000000 3\n      00:00:01.2000000 completion", static (source, _) => new Bare(observer =>
        {
            source.Subscribe(observer);
            return Disposable.Empty;
        }));
        Says(Within, "1 source subscription(s) still open after disposal", static (source, _) => NeverLeft(source));
    });

    [Test]
    public void The_check_explains_wrong_handling_of_a_subscriber_that_throws() => Assert.Multiple(static () =>
    {
        Says(Passes, "it reached the source", static (source, _) => source.Select(static n => n), OperatorTraits.Isolates);
        Says(Passes, "it was swallowed", static (source, _) => new Bare(observer => source.Subscribe(
            item =>
            {
                try
                {
                    observer.OnNext(item);
                }
                catch (InvalidOperationException)
                {
                    // Just what must not be.
                }
            },
            observer.OnError,
            observer.OnCompleted)));
        Says(Passes, "something else was emitted to the subscriber that threw it", static (source, _) => new Bare(observer => source.Subscribe(
            item =>
            {
                try
                {
                    observer.OnNext(item);
                }
                finally
                {
                    observer.OnCompleted();
                }
            },
            observer.OnError,
            observer.OnCompleted)));
    });

    [Test]
    public void The_check_explains_faults_at_the_end() => Assert.Multiple(static () =>
    {
        Says(
            "what a source emits from within OnNext is not lost",
            "an item was emitted from within OnNext, and the observer received:\n      00:00:00 1\n      00:00:00.4000000 2\n      00:00:00.8000000 3\n      00:00:01.2000000 completion\n   When it was emitted directly after OnNext, the observer received:\n      00:00:00 1\n      00:00:00 1\n      00:00:00 3\n",
            static (source, _) => source.TakeUntil(Observable.Never<int>()));
        Says(Mutes, "after the end, the observer received:\n      00:10:00.4000010 2\n      00:10:00.4000010 completion\n      00:10:00.4000010 InvalidOperationException: a second end", static (source, _) => new Bare(source.Subscribe));
        Says(Leaves, "it did not complete:\n      00:00:00 1\n      00:00:00.4000000 2", static (source, _) => source.Concat(Observable.Never<int>()));
        Says(Leaves, "1 source subscription(s) still open at the end", static (source, _) => NeverLeft(source));
        Says(Synchronous, "it did not complete:\n      00:00:00 1\n      00:00:00 2", static (source, _) => source.Concat(Observable.Never<int>()));
        Says(Synchronous, "1 source subscription(s) still open at the end", static (source, _) => NeverLeft(source));
    });

    [Test]
    public void The_check_explains_overlapping_calls_and_shared_state() => Assert.Multiple(static () =>
    {
        Says(Serialized, "two calls of the subscriber overlapped", static (first, second, _) => new Bare(observer => StableCompositeDisposable.Create(first.Subscribe(observer), second.Subscribe(observer))));
        Says(
            State,
            "the first of two subscriptions differs from one alone:\n      00:00:00 1\n      00:00:00.4000000 2\n      00:00:00.8000000 3\n      00:00:01.2000000 completion\n   and\n      00:00:00 1\n      00:00:01.2000000 completion",
            static (source, _) =>
            {
                var latest = 0;
                return Observable.Defer(() =>
                {
                    var mine = ++latest;
                    return source.Where(_ => mine == latest);
                });
            });
        Says(
            State,
            "the second of two subscriptions differs from one alone:\n      00:00:00.4000000 2\n      00:00:00.8000000 3\n      00:00:01.2000000 completion\n   and\n      00:00:01.2000000 completion",
            static (source, _) =>
            {
                var latest = 0;
                return Observable.Defer(() =>
                {
                    var mine = ++latest;
                    return source.Where(_ => mine == 1);
                });
            });
    });

    [Test]
    public void The_check_reports_an_exception_on_another_thread()
    {
        var contract = OperatorContract.Of(
            "Sample",
            static (IObservable<int> source, IScheduler _) =>
            {
                var main = Environment.CurrentManagedThreadId;
                return source.Finally(() =>
                {
                    if (Environment.CurrentManagedThreadId != main)
                        throw new NotSupportedException("not here");
                });
            },
            1,
            2,
            3);
        Assert.That(
            contract.Rules.Single(static one => one.Name == Serialized).Check,
            Throws.TypeOf<MarbleException>().With.Message.StartsWith($"Sample breaks a rule of its contract: {Serialized}.\n   it threw on another thread: System.NotSupportedException: not here"));
    }

    [Test]
    public void The_check_reports_all_broken_rules()
    {
        var contract = OperatorContract.Of("Sample", static (IObservable<int> source, IScheduler _) => source.IgnoreElements().Concat(Observable.Never<int>()), 1, 2, 3);
        Assert.That(contract.Check, Throws.TypeOf<MarbleException>().With.Message.StartsWith("Sample breaks a rule of its contract: an empty source completes it.\n   it did not complete:\n      nothing\n")
            .And.Message.Contains("\n\nSample breaks a rule of its contract: any number of items, then the end, completes it.\n   it did not complete:\n      nothing\n"));
    }

    [Test]
    public void The_check_explains_wrong_handling_of_a_function_that_throws() => Assert.Multiple(static () =>
    {
        Throws("its function threw InvalidOperationException: the function's, and the observer received:\n      00:00:00 completion", static (source, error) => source.Select<int, int>(_ => throw error).Catch(Observable.Empty<int>()));
        Throws("its function threw InvalidOperationException: the function's, and the observer received:\n      00:00:00 NotSupportedException: for the function's", static (source, error) => source.Select<int, int>(_ => throw new NotSupportedException($"for {error.Message}")));
        Throws("1 source subscription(s) still open after the error", static (source, error) => new Bare(observer => source.Subscribe(_ => observer.OnError(error))));

        static void Throws(string complaint, Func<IObservable<int>, Exception, IObservable<int>> build) => Says(
            Function,
            complaint,
            OperatorContract.Of("Sample", static (IObservable<int> source, IScheduler _) => source, 1, 2, 3)
                .WithThrowingFunction((IObservable<int> source, IScheduler _, Exception error) => build(source, error), 1));
    });

    private static void Says(string rule, string complaint, Func<IObservable<int>, IScheduler, IObservable<int>> build, OperatorTraits traits = OperatorTraits.None) =>
        Says(rule, complaint, OperatorContract.Of("Sample", build, [1, 2, 3], traits));

    private static void Says(string rule, string complaint, Func<IObservable<int>, IObservable<int>, IScheduler, IObservable<int>> build) =>
        Says(rule, complaint, OperatorContract.Of("Sample", build, [1, 2, 3], [10, 20, 30]));

    private static void Says(string rule, string complaint, OperatorContract contract) => Assert.That(
        contract.Rules.Single(one => one.Name == rule).Check,
        Throws.TypeOf<MarbleException>().With.Message.StartsWith($"Sample breaks a rule of its contract: {rule}.\n   {complaint}"));

    private static IObservable<int> NeverLeft(IObservable<int> source) => Observable.Create<int>(observer =>
    {
        source.Subscribe(observer);
        return Disposable.Empty;
    });

    private static IObservable<int> WithTimer(IObservable<int> source, IScheduler scheduler) => Observable.Create<int>(observer =>
    {
        scheduler.Schedule(Second, static () => { });
        return source.Subscribe(observer);
    });

    /// <summary>Without the guard that Rx puts before the subscriber of an observable of its own.</summary>
    private sealed class Bare(Func<IObserver<int>, IDisposable> subscribe) : IObservable<int>
    {
        public IDisposable Subscribe(IObserver<int> observer) => subscribe(observer);
    }
}
