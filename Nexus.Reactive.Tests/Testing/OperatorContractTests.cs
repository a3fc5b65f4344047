using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>The contract finds what is wrong in operators that are broken on purpose, and nothing in sound ones.</summary>
public sealed class OperatorContractTests
{
    private const string Doubles = "it subscribes to each source once a subscription";
    private const string Disposal = "after disposal nothing is sent and nothing is left";
    private const string Disposed = "disposal within OnNext ends it there";
    private const string Leaves = "at the end every source is left and every timer gone";
    private const string Errors = "a source's error passes on, the same instance, at the same time";
    private const string Serialized = "calls from several threads are serialized";
    private const string Grammar = "nothing follows the end, whatever the source does";
    private const string State = "two subscriptions share no state";
    private const string Alike = "two runs are alike";
    private const string Swallows = "what a subscriber throws is not swallowed, and only that may follow";
    private const string Lazy = "it does nothing before it is subscribed to";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public void Sound_operators_keep_it()
    {
        Assert.Multiple(static () =>
        {
            Assert.That(Broken(static (source, _) => source.Select(static n => n + 1)), Is.Empty);
            Assert.That(Broken(static (source, _) => source.Scan(static (a, b) => a + b).DistinctUntilChanged()), Is.Empty);
            Assert.That(Broken(static (source, scheduler) => source.Sample(Second, scheduler)), Is.Empty);
            Assert.That(Broken(static (source, scheduler) => source.Throttle(Second, scheduler)), Is.Empty);
            Assert.That(Broken(static (source, scheduler) => source.Buffer(Second, scheduler)), Is.Empty);
            Assert.That(Broken(static (first, second, _) => first.Merge(second)), Is.Empty);
            Assert.That(Broken(static (first, second, _) => first.CombineLatest(second)), Is.Empty);
        });
    }

    [Test]
    public void Hops_are_a_trait()
    {
        Assert.That(Broken(static (source, scheduler) => source.ObserveOn(scheduler), OperatorTraits.DeliversOnScheduler), Is.Empty);
        Assert.That(Broken(static (source, scheduler) => source.ObserveOn(scheduler)), Is.EquivalentTo(new[] { Errors }));
    }

    [Test]
    public void A_source_that_is_never_left_is_found() => Assert.That(
        Broken(static (source, _) => Observable.Create<int>(observer =>
        {
            source.Subscribe(observer);
            return Disposable.Empty;
        })),
        Is.SupersetOf(new[] { Disposal, Disposed, Leaves, Errors }));

    [Test]
    public void A_timer_that_outlives_its_subscription_is_found() => Assert.That(
        Broken(static (source, scheduler) => Observable.Create<int>(observer =>
        {
            scheduler.Schedule(TimeSpan.FromMinutes(2), static () => { });
            return source.Subscribe(observer);
        })),
        Is.SupersetOf(new[] { Disposal, Leaves, Errors }));

    [Test]
    public void Calls_that_overlap_are_found() => Assert.That(
        Broken(static (first, second, _) => Observable.Create<int>(observer => StableCompositeDisposable.Create(
            first.Subscribe(observer.OnNext, observer.OnError, observer.OnCompleted),
            second.Subscribe(observer.OnNext, observer.OnError, static () => { })))),
        Does.Contain(Serialized));

    [Test]
    public void A_timer_beside_its_source_without_a_gate_is_found() => Assert.That(
        Broken(static (source, scheduler) => Observable.Create<int>(observer => StableCompositeDisposable.Create(
            source.Subscribe(observer),
            Observable.Interval(Second, scheduler).Subscribe(_ => observer.OnNext(0))))),
        Is.EquivalentTo(new[] { Serialized }));

    [Test]
    public void State_outside_the_subscription_is_found() => Assert.That(
        Broken(static (source, _) =>
        {
            var sum = 0;
            return source.Select(n => sum += n);
        }),
        Is.EquivalentTo(new[] { State }));

    [Test]
    public void State_outside_the_operator_is_found()
    {
        var sum = 0;
        Assert.That(Broken((source, _) => source.Select(n => sum += n)), Is.EquivalentTo(new[] { State, Alike }));
    }

    [Test]
    public void A_swallowed_error_is_found() =>
        Assert.That(Broken(static (source, _) => source.Catch(Observable.Empty<int>())), Is.EquivalentTo(new[] { Errors }));

    [Test]
    public void A_wrapped_error_is_found() => Assert.That(
        Broken(static (source, _) => source.Catch((Exception error) => Observable.Throw<int>(new InvalidOperationException("wrapped", error)))),
        Is.EquivalentTo(new[] { Errors }));

    [Test]
    public void A_late_error_is_found() =>
        Assert.That(Broken(static (source, scheduler) => source.Materialize().Delay(Second, scheduler).Dematerialize()), Does.Contain(Errors));

    [Test]
    public void A_caught_exception_of_the_subscriber_is_found() => Assert.That(
        Broken(static (source, _) => Observable.Create<int>(observer => source.Subscribe(
            value =>
            {
                try
                {
                    observer.OnNext(value);
                }
                catch (InvalidOperationException)
                {
                    // Just what must not be.
                }
            },
            observer.OnError,
            observer.OnCompleted))),
        Is.EquivalentTo(new[] { Swallows }));

    [Test]
    public void A_hand_made_observable_without_grammar_is_found() => Assert.That(
        Broken(static (source, _) => new PassThrough(source)), Is.SupersetOf(new[] { Grammar, Leaves }));

    [Test]
    public void Two_subscriptions_to_one_source_are_found() =>
        Assert.That(Broken(static (source, _) => source.Merge(source.IgnoreElements())), Does.Contain(Doubles));

    [Test]
    public void A_subscription_while_building_is_found() => Assert.That(
        Broken(static (source, _) =>
        {
            var shared = source.Publish();
            shared.Connect();
            return shared;
        }),
        Does.Contain(Lazy));

    [Test]
    public void A_function_that_throws_is_guarded_or_found()
    {
        var contract = OperatorContract.Of("Sample", static (IObservable<int> source, IScheduler _) => source.Select(static n => n), 1, 2, 3);
        var guarded = contract.WithThrowingFunction(static (IObservable<int> source, IScheduler _, Exception error) => source.Select<int, int>(_ => throw error), 1);
        var unguarded = contract.WithThrowingFunction(
            static (IObservable<int> source, IScheduler _, Exception error) => Observable.Create<int>(observer => source.Subscribe(_ => throw error, observer.OnError, observer.OnCompleted)), 1);
        Assert.That(Broken(guarded), Is.Empty);
        Assert.That(Broken(unguarded), Is.EqualTo(new[] { "what its function throws becomes an error" }));
    }

    [Test]
    public void A_check_names_the_operator_and_every_rule_that_is_broken()
    {
        var contract = OperatorContract.Of("Swallow", static (IObservable<int> source, IScheduler _) => source.Catch(Observable.Empty<int>()), 1, 2, 3);
        Assert.That(contract.Check, Throws.TypeOf<MarbleException>().With.Message.StartsWith(
            "Swallow breaks a rule of its contract: a source's error passes on, the same instance, at the same time.\n   source 1 failed after 0 item(s), and no error came:"));
    }

    private static string[] Broken<T>(Func<IObservable<int>, IScheduler, IObservable<T>> build, OperatorTraits traits = OperatorTraits.None) =>
        Broken(OperatorContract.Of("Sample", build, [1, 2, 3, 4], traits));

    private static string[] Broken<T>(Func<IObservable<int>, IObservable<int>, IScheduler, IObservable<T>> build) =>
        Broken(OperatorContract.Of("Sample", build, [1, 2, 3, 4], [10, 20, 30, 40]));

    private static string[] Broken(OperatorContract contract)
    {
        var broken = new List<string>();
        foreach (var rule in contract.Rules)
        {
            try
            {
                rule.Check();
            }
            catch (MarbleException)
            {
                broken.Add(rule.Name);
            }
        }

        return [.. broken];
    }

    private sealed class PassThrough(IObservable<int> source) : IObservable<int>
    {
        public IDisposable Subscribe(IObserver<int> observer) => source.Subscribe(new Inner(observer));

        private sealed class Inner(IObserver<int> observer) : IObserver<int>
        {
            public void OnNext(int value) => observer.OnNext(value);

            public void OnError(Exception error) => observer.OnError(error);

            public void OnCompleted() => observer.OnCompleted();
        }
    }
}
