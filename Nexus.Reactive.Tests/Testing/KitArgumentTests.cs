using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Missing arguments are named at once.</summary>
public sealed class KitArgumentTests
{
    [Test]
    public void Arguments_that_are_missing_are_named()
    {
        var faults = new FaultProfile(1);
        var source = Observable.Never<string>();
        Assert.That(() => FaultInjector.InjectFaults(null!, faults, Scheduler.Immediate), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("source"));
        Assert.That(() => source.InjectFaults(null!, Scheduler.Immediate), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("faults"));
        Assert.That(() => source.InjectFaults(faults, null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("scheduler"));
        Assert.That(static () => BookDiffChecks.CheckAgainstBooks(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("diffs"));
        Assert.That(static () => OperatorContract.Of("", static (IObservable<int> numbers, IScheduler _) => numbers, 1, 2, 3), Throws.ArgumentException);
        Assert.That(static () => OperatorContract.Of<int, int>("None", null!, 1, 2, 3), Throws.ArgumentNullException);
        Assert.That(static () => OperatorContract.Of("None", static (IObservable<int> numbers, IScheduler _) => numbers, null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("samples"));
        Assert.That(static () => OperatorContract.Of<int, int, int>("None", null!, [1], [1]), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("build"));
        Assert.That(static () => OperatorContract.Of("None", static (IObservable<int> a, IObservable<int> b, IScheduler _) => a.Merge(b), null!, [1]), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("firstSamples"));
        Assert.That(static () => OperatorContract.Of("None", static (IObservable<int> a, IObservable<int> b, IScheduler _) => a.Merge(b), [1, 2, 3], null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("secondSamples"));
        AssertTooFew(static () => OperatorContract.Of("Few", static (IObservable<int> numbers) => numbers, 1, 2), "samples", 2);
        AssertTooFew(static () => OperatorContract.Of("Few", static (IObservable<int> numbers, IScheduler _) => numbers, 1, 2), "samples", 2);
        AssertTooFew(static () => OperatorContract.Of("Few", static (IObservable<int> numbers, IScheduler _) => numbers, [], OperatorTraits.None), "samples", 0);
        AssertTooFew(static () => OperatorContract.Of("Few", static (IObservable<int> a, IObservable<int> b, IScheduler _) => a.Merge(b), [1], [1, 2, 3]), "firstSamples", 1);
        AssertTooFew(static () => OperatorContract.Of("Few", static (IObservable<int> a, IObservable<int> b, IScheduler _) => a.Merge(b), [1, 2, 3], [1, 2]), "secondSamples", 2);
        using var m = new Marbles();
        Assert.That(() => m.Record<int>(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("observable"));
        Assert.That(() => m.Hot("a", (IReadOnlyDictionary<char, int>)null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("values"));
        Assert.That(() => m.Hot("a", (Exception)null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("error"));
        Assert.That(() => m.Feed("-", (NexusFeedOptions)null!, ('p', Make.Ping())), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("options"));
        Assert.That(() => m.ExpectSubscriptions<int>(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("source"));
        Assert.That(() => m.ExpectSubscriptions(m.Cold("a")).ToBe(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("diagrams"));
        Assert.That(static () => Make.Book(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("levels"));
        Assert.That(static () => Make.Trade(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("text"));
        Assert.That(() => m.Expect(m.Hot("a")).Using(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("comparer"));
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>());
        var same = OperatorContract.Of("Same", static (IObservable<int> numbers, IScheduler _) => numbers, 1, 2, 3);
        Assert.That(() => same.WithThrowingFunction<int, int>(null!, 1), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("build"));
        Assert.That(() => same.WithThrowingFunction(static (IObservable<int> numbers, IScheduler _, Exception _) => numbers, null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("samples"));
        AssertTooFew(() => same.WithThrowingFunction(static (IObservable<int> numbers, IScheduler _, Exception _) => numbers), "samples", 0, least: 1);
    }

    private static void AssertTooFew(Action call, string argument, int count, int least = 3) => Assert.That(
        call,
        Throws.ArgumentException.With.Property("ParamName").EqualTo(argument).And.Message.StartsWith($"The contract needs at least {least} sample(s), and there are {count}."));
}
