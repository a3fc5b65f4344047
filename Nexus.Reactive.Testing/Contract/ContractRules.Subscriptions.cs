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

        RequireAlike(RunWhole(Start()), early.Events, "the first of two subscriptions differs from one alone:", OperatorTraits.SharesState);
        RequireAlike(lateAlone.Events, late.Events, "the second of two subscriptions differs from one alone:", OperatorTraits.SharesState);
        SharesNothingWithALaterOne();
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
    }

    private void DisposalWithinOnNext()
    {
        // Within Subscribe there is no subscription yet, so it is disposed as soon as Subscribe returns.
        foreach (var script in new[] { null, new SourceScript(Start().Samples) })
        {
            if (script is not null && Has(OperatorTraits.NeverCompletes))
                continue;
            var run = Start(_ => script);
            IDisposable? subscription = null;
            var (wanted, sent) = (false, 0);
            var (observer, disposable) = run.Watch(kind =>
            {
                if (kind != System.Reactive.NotificationKind.OnNext)
                    return;
                wanted = true;
                subscription?.Dispose();
            });
            subscription = disposable;
            if (wanted)
                subscription.Dispose();
            sent = wanted ? observer.Events.Count : 1;
            run.PushAll();
            var isOver = observer.Events is [{ Notification.Kind: not System.Reactive.NotificationKind.OnNext }, ..];
            Require(observer.Events.Count <= sent || isOver, $"it continued:\n      {Describe(observer.Events)}");
            if (observer.Items > 0 || observer.IsOver)
                RequireNothingLeft(run, "after disposal");
        }
    }

    private void LeavesNothing()
    {
        var run = Start();
        var (observer, _) = run.Watch();
        run.PushRange(0, run.Samples);
        run.Complete();
        run.Advance(TimeSpan.FromMinutes(1));
        RequireCompletion(observer);
        if (observer.IsOver)
            RequireNothingLeft(run, "at the end");
    }

    private void TakesSynchronousSources()
    {
        if (Has(OperatorTraits.NeverCompletes))
            return;
        var samples = Start().Samples;
        var run = Start(_ => new SourceScript(samples));
        var (observer, _) = run.Watch();
        run.AdvanceFar();
        RequireCompletion(observer);
        RequireNothingLeft(run, "at the end");
        if (Has(OperatorTraits.SubscribesOnDemand))
            return;

        // The same with sources that emit after Subscribe, in the order of their subscriptions.
        var inputs = run.Inputs.Length;
        Func<IEnumerable<int>>[] orders = [() => Enumerable.Range(0, inputs), () => Enumerable.Range(0, inputs).Reverse()];
        var later = orders.Select(inOrder => RunInOrder(inOrder(), samples)).ToList();
        Require(
            later.Exists(events => HoldTheSame(events, observer.Events)),
            OperatorTraits.SubscribesOnDemand,
            $"from sources that emit within Subscribe, the observer received:\n      {Describe(observer.Events)}\n   and from others:\n      {Describe(later[0])}");
    }

    private IReadOnlyList<MarbleEvent<T>> RunInOrder(IEnumerable<int> order, int samples)
    {
        var run = Start();
        var (observer, _) = run.Watch();
        foreach (var input in order)
        {
            run.AwaitSubscription(run.Inputs[input]);
            for (var sample = 0; sample < samples; sample++)
                run.Push(input, sample);
            run.Complete(input);
        }

        run.AdvanceFar();
        return observer.Events;
    }

    // Rx's trampoline changes the order of items sent within Subscribe.
    private static bool HoldTheSame(IReadOnlyList<MarbleEvent<T>> left, IReadOnlyList<MarbleEvent<T>> right)
    {
        var rest = right.ToList();
        foreach (var item in left)
        {
            var index = rest.FindIndex(other => AreAlike(item, other));
            if (index < 0)
                return false;
            rest.RemoveAt(index);
        }

        return rest.Count == 0;
    }
}
