using System.Reactive;

namespace Nexus.Reactive.Testing;

// The resources of a subscription, and the state that it leaves behind.
internal sealed partial class ContractRules<T>
{
    private void IsLazy()
    {
        var run = Start();
        Require(run.Inputs.All(static input => input.Total == 0), "a source was subscribed to while the operator was built");
        Require(run.AdvanceFar() == 0, "work was scheduled while the operator was built");
    }

    private void SubscribesOnce()
    {
        var run = Start();
        run.Watch();
        run.Settle();
        foreach (var (index, input) in run.Inputs.Index())
            Require(input.Total == 1, OperatorTraits.SubscribesOnDemand, $"source {index + 1} was subscribed to {input.Total} times");
    }

    private void SharesNoState()
    {
        if (Has(OperatorTraits.SharesState))
            return;
        var both = Start();
        var middle = both.Samples / 2;
        var (early, _) = both.Watch();
        both.PushRange(0, middle);
        var (late, _) = both.Watch();
        both.PushRange(middle, both.Samples);
        both.Complete();
        both.AdvanceFar();

        var alone = Start();
        alone.PushRange(0, middle);
        var (lateAlone, _) = alone.Watch();
        alone.PushRange(middle, alone.Samples);
        alone.Complete();
        alone.AdvanceFar();

        // If a fast timer never ends, the runs end at different times.
        var until = both.HasFastTimer ? both.Scheduler.Clock : long.MaxValue;
        RequireAlike(Until(until, RunWhole(Start())), Until(until, early.Events), "the first of two subscriptions differs from one alone:", OperatorTraits.SharesState);
        RequireAlike(Until(until, lateAlone.Events), Until(until, late.Events), "the second of two subscriptions differs from one alone:", OperatorTraits.SharesState);
        SharesNothingWithALaterOne();
        if (!Has(OperatorTraits.NeverCompletes))
            SharesNothingAfterAnEnd(error: null);
        if (!Has(OperatorTraits.NeverCompletes | OperatorTraits.HandlesErrors))
            SharesNothingAfterAnEnd(new InvalidOperationException("the source's"));
    }

    private static MarbleEvent<T>[] Until(long time, IReadOnlyList<MarbleEvent<T>> events) => [.. events.TakeWhile(item => item.Time.Ticks < time)];

    // Sources that emit and end within Subscribe do the same for each subscription.
    private void SharesNothingAfterAnEnd(Exception? error)
    {
        var script = new SourceScript(Start().Samples, error);
        var run = Start(_ => script);
        run.Watch();
        run.AdvanceFar();
        var (second, _) = run.Watch();
        run.AdvanceFar();

        var alone = Start(_ => script);
        alone.AdvanceFar();
        var (secondAlone, _) = alone.Watch();
        alone.AdvanceFar();
        RequireAlike(secondAlone.Events, second.Events, $"a subscription after one that {(error is null ? "completed" : "failed")} differs from one alone:", OperatorTraits.SharesState);
    }

    // A subscription that has ended must not affect the next one.
    private void SharesNothingWithALaterOne()
    {
        foreach (var fails in new[] { false, true })
        {
            var run = Start();
            var (first, subscription) = run.Watch();
            run.PushRange(0, run.Samples);
            if (fails && run.Inputs[0].Open > 0)
                run.Fail(0, new InvalidOperationException("the source's"));
            subscription.Dispose();
            run.AdvanceFar();
            var (second, _) = run.Watch();
            run.PushAll();

            var alone = Start();
            alone.PushRange(0, alone.Samples);
            alone.AdvanceFar();
            var (secondAlone, _) = alone.Watch();
            alone.PushAll();
            RequireAlike(secondAlone.Events, second.Events, $"a subscription after one that {(fails ? "failed" : "was disposed")} differs from one alone:", OperatorTraits.SharesState);
        }
    }

    private void DisposalEndsAll()
    {
        var samples = Start().Samples;
        for (var pushed = 0; pushed <= samples; pushed++)
        {
            var run = Start();
            var (observer, subscription) = run.Watch();
            run.PushRange(0, pushed);
            var before = observer.Events.Count;
            subscription.Dispose();
            // A second disposal is allowed and does nothing.
            subscription.Dispose();
            RequireNothingLeft(run, $"after disposal following {pushed} item(s)");
            Require(observer.Events.Count == before, $"after disposal, the observer received:\n      {Describe(observer.Events.Skip(before))}");
        }

        DisposalEndsWhatFollowsAnError();
    }

    // An operator that handles an error goes on with another subscription or with timers.
    private void DisposalEndsWhatFollowsAnError()
    {
        TimeSpan[] silences = [TimeSpan.Zero, OperatorRun<T>.Pause, OperatorRun<T>.Silence];
        for (var input = 0; input < Start().Inputs.Length && Has(OperatorTraits.HandlesErrors); input++)
        {
            foreach (var silence in silences)
            {
                var run = Start();
                var (_, subscription) = run.Watch();
                run.Push(0);
                if (run.Inputs[input].Open == 0)
                    continue;
                run.Fail(input, new InvalidOperationException("the source's"));
                run.Advance(silence);
                subscription.Dispose();
                RequireNothingLeft(run, $"after disposal following an error of source {input + 1}");
            }
        }
    }

    private void DisposalWithinOnNext()
    {
        var samples = Start().Samples;
        for (var item = 1; item <= samples; item++)
            DisposalWithinOnNext(item, script: null);
        if (!Has(OperatorTraits.NeverCompletes))
            DisposalWithinOnNext(1, new SourceScript(samples));
    }

    // Within Subscribe there is no subscription yet, so it is disposed as soon as Subscribe returns.
    private void DisposalWithinOnNext(int item, SourceScript? script)
    {
        var run = Start(_ => script);
        IDisposable? subscription = null;
        var (left, wanted) = (item, false);
        var (observer, disposable) = run.Watch(kind =>
        {
            if (kind != NotificationKind.OnNext || --left > 0)
                return;
            wanted = true;
            subscription?.Dispose();
        });
        subscription = disposable;
        if (wanted)
            subscription.Dispose();
        var most = wanted ? observer.Events.Count : Math.Max(item, observer.Events.Count);
        run.PushAll();
        var wasOver = observer.Items < item && observer.IsOver;
        Require(observer.Events.Count <= most || wasOver, $"it continued:\n      {Describe(observer.Events)}");
        if (wanted || observer.IsOver)
            RequireNothingLeft(run, "after disposal");
    }

    private void LeavesNothing()
    {
        var run = Start();
        var (observer, _) = run.Watch();
        for (var sample = 0; sample < run.Samples && !observer.IsOver; sample++)
            run.Push(sample);
        if (!observer.IsOver)
            run.Complete();
        run.AdvanceUntil(() => observer.IsOver);
        RequireCompletion(observer);
        if (observer.IsOver)
            RequireNothingLeft(run, "at the end");
    }

    private void TakesSynchronousSources()
    {
        if (Has(OperatorTraits.NeverCompletes))
            return;
        var (inputs, samples) = (Start().Inputs.Length, Start().Samples);
        for (var items = samples; items >= 0; items--)
        {
            TakesSynchronousSources(items, null);
            for (var only = 0; only < inputs && inputs > 1; only++)
                TakesSynchronousSources(items, only);
        }
    }

    private void TakesSynchronousSources(int items, int? only)
    {
        var run = Start(input => new SourceScript(only is null || only == input ? items : 0));
        var (observer, _) = run.Watch();
        run.AdvanceFar();
        RequireCompletion(observer);
        RequireNothingLeft(run, "at the end");
        if (Has(OperatorTraits.SubscribesOnDemand))
            return;

        // The same with sources that emit after Subscribe, in the order of their subscriptions.
        var inputs = run.Inputs.Length;
        Func<IEnumerable<int>>[] orders = [() => Enumerable.Range(0, inputs), () => Enumerable.Range(0, inputs).Reverse()];
        var later = orders.Select(inOrder => RunInOrder(inOrder(), items, only)).ToList();
        var isStrict = inputs == 1 && later[0].OwnItems == 0;
        Require(
            later.Exists(other => HoldTheSame(other.Events, observer.Events) || (!isStrict && LosesNothing(other.Events, observer.Events))),
            OperatorTraits.SubscribesOnDemand,
            $"from sources that emit within Subscribe, the observer received:\n      {Describe(observer.Events)}\n   and from others:\n      {Describe(later[0].Events)}");
    }

    private (IReadOnlyList<MarbleEvent<T>> Events, int OwnItems) RunInOrder(IEnumerable<int> order, int items, int? only)
    {
        var run = Start();
        var (observer, _) = run.Watch();
        var ownItems = observer.Items;
        foreach (var input in order)
        {
            run.AwaitSubscription(run.Inputs[input]);
            for (var sample = 0; sample < items && (only is null || only == input); sample++)
                run.Push(input, sample);
            run.Complete(input);
        }

        run.AdvanceFar();
        return (observer.Events, ownItems);
    }

    // Items of the operator itself, such as those of StartWith, precede the items of a source that emits after Subscribe, and may follow those of another source.
    // Results that depend on this order differ, but none is missing.
    private static bool LosesNothing(IReadOnlyList<MarbleEvent<T>> later, IReadOnlyList<MarbleEvent<T>> within)
    {
        if (later.Count == 0 || within.Count == 0 || !AreAlike(later[^1], within[^1]))
            return false;
        return later.Count == within.Count
            || IsPartOf(later, within)
            || (later.Count > 1 && within.Count > 1 && AreAlike(later[^2], within[^2]) && IsPartOf(within, later));
    }

    private static bool IsPartOf(IEnumerable<MarbleEvent<T>> part, IReadOnlyList<MarbleEvent<T>> whole)
    {
        var rest = whole.ToList();
        return part.All(item =>
        {
            var index = rest.FindIndex(other => AreAlike(item, other));
            if (index >= 0)
                rest.RemoveAt(index);
            return index >= 0;
        });
    }

    // Rx's trampoline changes the order of items sent within Subscribe.
    private static bool HoldTheSame(IReadOnlyList<MarbleEvent<T>> left, IReadOnlyList<MarbleEvent<T>> right) => left.Count == right.Count && IsPartOf(left, right);
}
