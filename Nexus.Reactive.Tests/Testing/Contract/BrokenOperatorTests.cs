using System.Diagnostics;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>The contract finds what is wrong with operators that are broken on purpose, by name and in time.</summary>
public sealed class BrokenOperatorTests
{
    private static IEnumerable<TestCaseData> Operators => BrokenOperators.All.Select(static broken => new TestCaseData(broken).SetArgDisplayNames(broken.ToString()));

    [TestCaseSource(nameof(Operators))]
    public void A_broken_operator_is_found_and_its_fault_is_named(BrokenOperator broken)
    {
        var faults = broken.Contract.Rules.Select(Find).OfType<string>();
        Assert.That(faults.Any(fault => fault.Contains(broken.Verdict, StringComparison.Ordinal)), Is.True, () => string.Join("\n", faults));
    }

    [Test]
    public void The_list_contains_at_least_fifty_broken_operators() => Assert.That(BrokenOperators.All, Has.Count.GreaterThanOrEqualTo(50));

    [Test]
    public void A_check_of_an_operator_that_always_blocks_returns_within_the_limit_of_each_rule()
    {
        var limit = TimeSpan.FromMilliseconds(50);
        var contract = OperatorContract.Of("Blocks", static (IObservable<int> source, IScheduler _) => Observable.Defer(() => source.StartWith(source.FirstAsync().Wait())), 1, 2, 3).WithTimeLimit(limit);

        var started = Stopwatch.GetTimestamp();
        Assert.That(contract.Check, Throws.TypeOf<MarbleException>().With.Message.Contains("it blocks: the thread waits while subscribing, and the time limit of 0.05 s has elapsed"));
        Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(limit * contract.Rules.Count + TimeSpan.FromSeconds(10)));
    }

    [Test]
    public void A_check_names_the_operator_and_every_rule_that_is_broken()
    {
        var contract = OperatorContract.Of("Swallow", static (IObservable<int> source, IScheduler _) => source.Catch(Observable.Empty<int>()), 1, 2, 3);
        Assert.That(contract.Check, Throws.TypeOf<MarbleException>().With.Message.StartsWith(
            "Swallow breaks a rule of its contract: a source's error is passed on as the same instance at the same time.\n   source 1 failed after 0 item(s), and no error was emitted; the observer received:")
            .And.Message.Contains("If this is intended, declare OperatorTraits.HandlesErrors."));
    }

    [Test]
    public void A_time_limit_is_above_zero() =>
        Assert.That(static () => OperatorContract.Of("Same", static (IObservable<int> source, IScheduler _) => source, 1, 2, 3).WithTimeLimit(TimeSpan.Zero), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("limit"));

    private static string? Find(ContractRule rule)
    {
        try
        {
            rule.Check();
            return null;
        }
        catch (MarbleException fault)
        {
            return fault.Message;
        }
    }
}
