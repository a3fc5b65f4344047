using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Testing.ContractRules;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Operators that break the rules about threads and shared state.</summary>
public sealed class ContractThreadRuleTests
{
    [Test]
    public void Two_sources_that_send_without_a_gate() => Assert.That(
        Broken(static (first, second, _) => Observable.Create<int>(observer =>
        {
            var (left, right) = (0, 0);
            return StableCompositeDisposable.Create(
                first.Subscribe(item => Send(left = item), observer.OnError, static () => { }),
                second.Subscribe(item => Send(right = item), observer.OnError, static () => { }));

            void Send(int _)
            {
                if (left > 0 && right > 0)
                    observer.OnNext(left + right);
            }
        })),
        Does.Contain(Serialized));

    [Test]
    public void A_completion_from_the_other_source_without_a_gate() => Assert.That(
        Broken(static (first, second, _) => Bare(observer => StableCompositeDisposable.Create(
            first.Subscribe(observer.OnNext, observer.OnError, static () => { }),
            second.Subscribe(static _ => { }, observer.OnError, observer.OnCompleted)))),
        Does.Contain(Serialized));

    [Test]
    public void An_exception_thrown_on_another_thread() => Assert.That(
        Broken(static (first, second, _) =>
        {
            var main = Environment.CurrentManagedThreadId;
            return first.Merge(second).Do(_ => ThrowUnlessOn(main));
        }),
        Does.Contain(Meets));

    [Test]
    public void State_visible_only_in_the_later_subscription() => Assert.That(
        Broken(static (source, _) =>
        {
            var subscriptions = 0;
            return Observable.Defer(() => subscriptions++ == 0 ? source : source.Select(static n => -n));
        }),
        Is.EqualTo(new[] { State }));

    [Test]
    public void Timers_of_an_operator_without_a_scheduler_lead_to_the_overload_with_one()
    {
        var contract = OperatorContract.Of("Sample", static (IObservable<int> source) => source.Throttle(TimeSpan.FromMinutes(1)), 1, 2, 3);
        Assert.That(contract.Rules.Single(static rule => rule.Name == Threads).Check, Throws.TypeOf<MarbleException>().With.Message.EqualTo($"""
            Sample breaks a rule of its contract: {Threads}.
               it starts timers of the system: give it a scheduler with the overload Of(name, (source, scheduler) => …)
               If this is intended, declare OperatorTraits.OwnTimers. That trait also stops the search for leaked timers.
            """.ReplaceLineEndings("\n")));
    }

    private static void ThrowUnlessOn(int thread)
    {
        if (Environment.CurrentManagedThreadId != thread)
            throw new NotSupportedException("not here");
    }
}
