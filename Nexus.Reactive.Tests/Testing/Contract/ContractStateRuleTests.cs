using System.Globalization;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Testing.ContractRules;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Operators whose state lives as long as a static field would: what their functions capture outlives each operator that the contract builds.</summary>
public sealed class ContractStateRuleTests
{
    private const string Outlives = "state outlives the subscription, for example in a static field";

    private static readonly int[] Rising = [1, 10, 100, 1000, 10_000];

    [Test]
    public void A_list_that_outlives_the_subscription_is_found_once_it_is_full()
    {
        List<decimal> shared = [];
        Assert.That(Broken(Of(n => IsAboveTheMedian(shared, n, most: 100), Rising)), Does.Contain(LikeTheFirst));
    }

    [Test]
    public void A_list_that_outlives_the_subscription_is_found_if_it_grows_without_end()
    {
        List<decimal> shared = [];
        Assert.That(Broken(Of(n => IsAboveTheMedian(shared, n, most: int.MaxValue), Rising)), Does.Contain(LikeTheFirst));
    }

    [Test]
    public void A_list_that_was_full_before_the_check_is_found_by_other_samples()
    {
        List<decimal> shared = [];
        for (var round = 0; round < 100; round++)
            Array.ForEach(Rising, n => IsAboveTheMedian(shared, n, most: 100));
        Assert.That(Broken(Of(n => IsAboveTheMedian(shared, n, most: 100), Rising)), Does.Contain(Other));
    }

    [Test]
    public void A_maximum_of_each_symbol_that_outlives_the_subscription_is_found()
    {
        Dictionary<Symbol, decimal> highest = [];
        var contract = OperatorContract.Of(
            "Highs",
            (IObservable<Trade> trades) => trades.Where(trade =>
            {
                var isHigh = trade.Price > highest.GetValueOrDefault(trade.Symbol);
                if (isHigh)
                    highest[trade.Symbol] = trade.Price;
                return isHigh || trade.Quantity > 1;
            }),
            Make.Trade("100x1 buy"),
            Make.Trade("50x2 buy", "SPOT_ETH_USDT"),
            Make.Trade("101x2 sell"));
        Assert.That(Broken(contract), Is.EqualTo(new[] { LikeTheFirst }));
    }

    [Test]
    public void A_warm_up_that_is_counted_for_all_subscriptions_is_found()
    {
        var seen = 0;
        Assert.That(Broken(Of(_ => ++seen > 3, Rising)), Is.EqualTo(new[] { LikeTheFirst }));
    }

    [Test]
    public void A_counter_of_all_subscriptions_is_found_if_the_number_of_samples_hides_it()
    {
        var seen = 0;
        Assert.That(Broken(Of(_ => ++seen % Rising.Length == 0, Rising)), Does.Contain(Other));
    }

    [Test]
    public void The_check_names_the_state_and_shows_both_runs()
    {
        var seen = 0;
        var contract = Of(_ => ++seen > 2, [1, 2, 3]);
        Assert.That(contract.Check, Throws.TypeOf<MarbleException>().With.Message.EqualTo($"""
            Sample breaks a rule of its contract: {LikeTheFirst}.
               a run after others differs from the first: {Outlives}. The first one emitted
                  00:00:00.8000000 3
                  00:00:01.2000000 completion
               and
                  00:00:00 1
                  00:00:00.4000000 2
                  00:00:00.8000000 3
                  00:00:01.2000000 completion
               If this is intended, declare OperatorTraits.SharesState.
            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void The_first_run_counts_even_if_a_framework_checks_the_rules_one_by_one()
    {
        var seen = 0;
        var rules = Of(_ => ++seen > 3, Rising).Rules;
        Assert.That(rules[1].Check, Throws.Nothing);
        Assert.That(rules[^1].Check, Throws.TypeOf<MarbleException>().With.Message.Contains("differs from the first"));
    }

    [Test]
    public void Rules_that_are_added_run_before_the_comparison_with_the_first_run()
    {
        var contract = Of(static _ => true, Rising).WithRealPauses(TimeSpan.FromMilliseconds(1))
            .WithThrowingFunction(static (IObservable<int> source, IScheduler _, Exception error) => source.Select<int, int>(_ => throw error), 1);
        Assert.That(contract.Rules.Select(static rule => rule.Name).TakeLast(3), Is.EqualTo(new[] { "real time does not change its items", Function, LikeTheFirst }));
    }

    [Test]
    public void State_that_is_shared_by_design_is_accepted_with_its_trait()
    {
        var seen = 0;
        Assert.That(Broken((source, _) => source.Where(_ => ++seen > 3), OperatorTraits.SharesState), Is.Empty);
    }

    [Test]
    public void An_operator_that_refuses_the_samples_in_another_order_keeps_the_contract() => Assert.That(
        Broken(static (source, _) => Observable.Create<int>(observer =>
        {
            var last = 0;
            return source.Subscribe(
                item =>
                {
                    if (item < last)
                        throw new InvalidOperationException("not in order");
                    last = item;
                    observer.OnNext(item);
                },
                observer.OnError,
                observer.OnCompleted);
        })),
        Has.None.EqualTo(Other).And.None.EqualTo(LikeTheFirst));

    [Test]
    public void Items_that_change_by_design_or_differ_by_culture_are_no_state_that_outlives()
    {
        Assert.That(
            Broken(OperatorContract.Of("Sorted", static (IObservable<List<int>> source, IScheduler _) => source.Do(static list => list.Sort()).Select(static list => list[0]), [[3, 1], [5, 2], [9, 4]], OperatorTraits.ChangesItems)),
            Is.Empty);

        var texts = OperatorContract.Of("Texts", static (IObservable<int> source, IScheduler _) => source.Select(static n => FormattableString.CurrentCulture($"{n / 2m}")), Rising, OperatorTraits.UsesCulture);
        texts.Rules[0].Check();
        var usual = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.That(Broken(texts), Is.Empty);
        }
        finally
        {
            CultureInfo.CurrentCulture = usual;
        }
    }

    private static OperatorContract Of(Func<int, bool> predicate, int[] samples) => OperatorContract.Of("Sample", (IObservable<int> source) => source.Where(predicate), samples);

    private static bool IsAboveTheMedian(List<decimal> shared, int n, int most)
    {
        lock (shared)
        {
            var median = shared.Order().ElementAtOrDefault(shared.Count / 2);
            shared.Add(n);
            if (shared.Count > most)
                shared.RemoveAt(0);
            return n > 5 * median;
        }
    }
}
