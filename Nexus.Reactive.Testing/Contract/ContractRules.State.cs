using System.Globalization;

namespace Nexus.Reactive.Testing;

// State that outlives the subscriptions and the operator itself. Subscriptions that share state by design may keep it in such a place.
internal sealed partial class ContractRules<T>
{
    private const string Outlives = "state outlives the subscription, for example in a static field";

    // More than a list keeps that is cut at a hundred items.
    private const int Many = 128;

    public IReadOnlyList<MarbleEvent<T>> RunInNeutralCulture(out OperatorRun<T> run)
    {
        var started = run = Start();
        IReadOnlyList<MarbleEvent<T>> events = [];
        WithCulture(CultureInfo.InvariantCulture, () => events = RunWhole(started));
        return events;
    }

    private void IsLikeTheFirst()
    {
        if (Has(OperatorTraits.SharesState) || _first.Events is not { } first)
            return;
        var last = RunInNeutralCulture(out var run);
        if (!HasChangedSamples(run))
            RequireAlike(first, last, $"a run after others differs from the first: {Outlives}. The first one emitted", OperatorTraits.SharesState);
    }

    private void KeepsNothingOfOtherSamples()
    {
        if (Has(OperatorTraits.SharesState))
            return;
        var run = Start();
        var before = RunWhole(run);
        foreach (var (name, samples) in OtherSamples(run.Samples))
        {
            RunOther(samples);
            var after = RunWhole(Start());
            if (HasChangedSamples(run))
                return;
            RequireAlike(before, after, $"a run after one with {name} differs from the run before: {Outlives}. Before, it emitted", OperatorTraits.SharesState);
        }
    }

    private static IEnumerable<(string Name, IEnumerable<int> Samples)> OtherSamples(int count) =>
    [
        ("the samples in reverse order", Enumerable.Range(0, count).Reverse()),
        ("the first sample only", [0]),
        ("all samples but the last", Enumerable.Range(0, count - 1)),
        ("the first sample many times", Enumerable.Repeat(0, Many)),
        ("the last sample many times", Enumerable.Repeat(count - 1, Many)),
    ];

    // The operator may refuse samples in another order.
    private void RunOther(IEnumerable<int> samples)
    {
        var run = Start();
        var (_, subscription) = run.Watch();
        Carelessly(() =>
        {
            foreach (var sample in samples)
                run.Push(sample);
            run.Complete();
        });
        Carelessly(() => run.AdvanceFar());
        subscription.Dispose();
    }

    // An operator that changes its samples is run on others each time.
    private bool HasChangedSamples(OperatorRun<T> run) => Has(OperatorTraits.ChangesItems) || run.Inputs.Any(static input => input.FindChangedSample() is not null);
}
