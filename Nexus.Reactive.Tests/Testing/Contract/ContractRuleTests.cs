using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Testing.ContractRules;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>The rules of the contract, and operators that keep them or break them as they are built.</summary>
public sealed class ContractRuleTests
{
    [Test]
    public void The_contract_check_also_supports_operators_without_a_scheduler()
    {
        Assert.That(() => OperatorContract.Of("Doubled", static (IObservable<int> source) => source.Select(static item => 2 * item), 1, 2, 3).Check(), Throws.Nothing);
        Assert.That(
            () => OperatorContract.Of("Shared", static (IObservable<int> source) => source.Replay(1).RefCount(), 1, 2, 3).Check(),
            Throws.TypeOf<MarbleException>().With.Message.Contains("Shared"));
    }

    [Test]
    public void The_contract_contains_all_rules()
    {
        var contract = OperatorContract.Of("Same", static (IObservable<int> source, IScheduler _) => source, 1, 2, 3);

        Assert.That(contract.Rules.Select(static rule => rule.Name), Is.EqualTo(All));
        Assert.That(contract.Rules[0].ToString(), Is.EqualTo($"Same: {Lazy}"));
        Assert.That(contract.ToString(), Is.EqualTo("Same"));
    }

    [Test]
    public void Operators_that_emit_late_or_at_the_end_keep_the_contract() => Assert.Multiple(static () =>
    {
        Assert.That(Broken(static (source, scheduler) => source.Delay(Second, scheduler)), Is.Empty);
        Assert.That(Broken(static (source, _) => source.TakeLast(1)), Is.Empty);
        Assert.That(Broken(static (source, _) => source.Skip(1)), Is.Empty);
    });

    [Test]
    public void Operators_of_two_sources_may_emit_late() => Assert.That(Broken(static (first, second, scheduler) => first.Merge(second).Delay(Second, scheduler)), Is.Empty);

    [Test]
    public void The_check_sends_all_samples_starting_with_the_last_source_and_then_advances_time()
    {
        var seen = new List<(int, int)>();
        var contract = OperatorContract.Of(
            "Sample",
            (IObservable<int> first, IObservable<int> second, IScheduler scheduler) => first.WithLatestFrom(second).Throttle(TimeSpan.FromMilliseconds(300), scheduler).Do(seen.Add),
            [1, 2, 3],
            [10, 20, 30]);
        contract.Rules.Single(static rule => rule.Name == Sends).Check();

        Assert.That(seen, Is.EqualTo(new[] { (1, 10), (2, 20), (3, 30), (1, 10), (2, 20), (3, 30) }), "the first run of the contract, and that of the rule");
    }

    [Test]
    public void An_exception_is_reported_completely()
    {
        var contract = OperatorContract.Of("Careless", static (IObservable<int> _, IScheduler _) => Bare(static _ => throw new NotSupportedException("no such thing")), 1, 2, 3);

        Assert.That(contract.Rules.Single(static rule => rule.Name == Once).Check, Throws.TypeOf<MarbleException>()
            .With.Message.StartsWith($"Careless breaks a rule of its contract: {Once}.\n   while subscribing, it threw System.NotSupportedException: no such thing")
            .And.InnerException.Null, "the text of an inner exception would be printed twice");
    }

    [Test]
    public void Scheduling_or_subscribing_while_the_operator_is_built()
    {
        Assert.That(
            Broken(static (source, scheduler) =>
            {
                scheduler.Schedule(Second, static () => { });
                return source;
            }),
            Does.Contain(Lazy));
        Assert.That(
            Broken(static (first, second, _) =>
            {
                second.Publish().Connect();
                return first;
            }),
            Does.Contain(Lazy));
    }

    [Test]
    public void A_second_subscription_a_moment_later() =>
        Assert.That(Broken(static (source, scheduler) => source.Merge(source.IgnoreElements().SubscribeOn(scheduler))), Does.Contain(Once));

    [Test]
    public void The_check_detects_wrong_handling_of_a_function_exception()
    {
        Assert.That(Guarded(static (source, scheduler, error) => source.Delay(Second, scheduler).Select<int, int>(_ => throw error)), Is.Empty);
        Assert.That(Guarded(static (source, _, error) => source.Select<int, int>(_ => throw error).Catch(Observable.Empty<int>())), Is.EqualTo(new[] { Function }));
        Assert.That(Guarded(static (source, _, _) => source.Select<int, int>(static _ => throw new InvalidOperationException("another"))), Is.EqualTo(new[] { Function }));
        Assert.That(
            Guarded(static (source, _, error) => Bare(observer => source.Subscribe(new Calls(_ => observer.OnError(error), observer.OnError, observer.OnCompleted)))),
            Is.EqualTo(new[] { Function }));

        static string[] Guarded(Func<IObservable<int>, IScheduler, Exception, IObservable<int>> build) =>
            Broken(OperatorContract.Of("Sample", static (IObservable<int> source, IScheduler _) => source.Select(static n => n), 1, 2, 3).WithThrowingFunction(build, 1));
    }
}
