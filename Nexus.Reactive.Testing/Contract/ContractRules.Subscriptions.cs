using System.Reactive;

namespace Nexus.Reactive.Testing;

// What a subscription takes, keeps and leaves.
internal sealed partial class ContractRules<T>
{
    private void IsLazy()
    {
        var trial = Start();
        Require(trial.Inputs.All(static input => input.Total == 0), "a source was subscribed to while the operator was built");
        Require(trial.AdvanceFar() == 0, "work was scheduled while the operator was built");
    }

    private void SubscribesOnce()
    {
        var trial = Start();
        trial.Watch();
        trial.Settle();
        foreach (var (index, input) in trial.Inputs.Index())
            Require(input.Total == 1, $"source {index + 1} was subscribed to {input.Total} times");
    }

    private void SharesNoState()
    {
        var both = Start();
        var middle = both.Samples / 2;
        var (early, _) = both.Watch();
        both.Push(0, middle);
        var (late, _) = both.Watch();
        both.Push(middle, both.Samples);
        both.Complete();
        both.AdvanceFar();

        var alone = Start();
        alone.Push(0, middle);
        var (lateAlone, _) = alone.Watch();
        alone.Push(middle, alone.Samples);
        alone.Complete();
        alone.AdvanceFar();

        RequireAlike(RunWhole(Start()), early.Events, "the first of two subscriptions differs from one alone:");
        RequireAlike(lateAlone.Events, late.Events, "the second of two subscriptions differs from one alone:");
    }

    private void DisposalEndsAll()
    {
        var samples = Start().Samples;
        for (var pushed = 0; pushed <= samples; pushed++)
        {
            var trial = Start();
            var (witness, subscription) = trial.Watch();
            trial.Push(0, pushed);
            var before = witness.Events.Count;
            subscription.Dispose();
            // A second time is allowed and does nothing.
            subscription.Dispose();
            RequireNothingLeft(trial, $"after disposal behind {pushed} item(s)");
            Require(witness.Events.Count == before, $"after disposal came:\n      {Describe(witness.Events.Skip(before))}");
        }
    }

    private void DisposalWithinOnNext()
    {
        var trial = Start();
        IDisposable? subscription = null;
        var (witness, disposable) = trial.Watch(_ => subscription?.Dispose());
        subscription = disposable;
        trial.PushAll();
        Require(witness.Events.Count <= 1 || witness.Events[0].Notification.Kind != NotificationKind.OnNext, $"it went on:\n      {Describe(witness.Events)}");
        RequireNothingLeft(trial, "after disposal");
    }

    private void LeavesNothing()
    {
        var trial = Start();
        var (witness, _) = trial.Watch();
        trial.Push(0, trial.Samples);
        trial.Complete();
        trial.Advance(TimeSpan.FromMinutes(1));
        RequireCompletion(witness);
        RequireNothingLeft(trial, "at the end");
    }
}
