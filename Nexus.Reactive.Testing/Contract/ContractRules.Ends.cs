using System.Reactive;
using System.Reactive.Concurrency;

namespace Nexus.Reactive.Testing;

// How it ends.
internal sealed partial class ContractRules<T>
{
    public static (string Name, Action Check) FunctionThrows(Func<IScheduler, Exception, (IObservable<T> Output, ManualSource[] Inputs)> build) =>
        ("what its function throws becomes an error", () =>
        {
            var error = new InvalidOperationException("the function's");
            var trial = new OperatorRun<T>((_, scheduler) => build(scheduler, error));
            var (witness, _) = trial.Watch();
            trial.Push(0, trial.Samples);
            trial.AdvanceFar();
            Require(witness.Events is [.., { Notification: { Kind: NotificationKind.OnError } last }] && last.Exception == error, $"it did not:\n      {Describe(witness.Events)}");
            RequireNothingLeft(trial, "after the error");
        }
    );

    private void NeverStaysOpen()
    {
        var trial = Start();
        var (witness, _) = trial.Watch();
        trial.AdvanceFar();
        Require(!witness.IsOver, $"it ended by itself:\n      {Describe(witness.Events)}");
    }

    private void CompletesAfter(int pushed)
    {
        var trial = Start();
        var (witness, _) = trial.Watch();
        trial.Push(0, pushed);
        trial.Complete();
        trial.AdvanceFar();
        RequireCompletion(witness);
    }

    private void ErrorPassesOn()
    {
        for (var failing = 0; failing < Start().Inputs.Length; failing++)
        {
            for (var pushed = 0; pushed <= 1; pushed++)
            {
                var trial = Start();
                var (witness, _) = trial.Watch();
                trial.Push(0, pushed);
                var error = new InvalidOperationException("the source's");
                trial.Inputs[failing].Fail(error);

                // Without time to pass in between, it is here at once or late.
                if (_traits.HasFlag(OperatorTraits.DeliversOnScheduler))
                    trial.Settle();

                var last = witness.Events is [.., var item] ? item : default;
                Require(
                    last.Notification?.Kind == NotificationKind.OnError,
                    $"source {failing + 1} failed after {pushed} item(s), and no error came:\n      {Describe(witness.Events)}");
                Require(last.Notification!.Exception == error, $"another error came: {MarbleText.Of(last.Notification.Exception!)}");
                RequireNothingLeft(trial, "after the error");
            }
        }
    }

    private void OtherSourceMayEndFirst()
    {
        var count = Start().Inputs.Length;
        for (var first = 0; first < count && count > 1; first++)
        {
            var trial = Start();
            var (witness, _) = trial.Watch();
            trial.Push(0);
            trial.Inputs[first].Complete();
            for (var sample = 1; sample < trial.Samples; sample++)
            {
                foreach (var other in trial.Inputs.Where((_, index) => index != first))
                    other.Push(sample);
            }

            foreach (var other in trial.Inputs.Where((_, index) => index != first))
                other.Complete();
            trial.AdvanceFar();
            Require(witness.HasCompleted, $"source {first + 1} ended first, and no completion came:\n      {Describe(witness.Events)}");
            RequireNothingLeft(trial, "at the end");
        }
    }

    private void MutesViolations()
    {
        foreach (var fails in new[] { false, true })
        {
            var trial = Start();
            var (witness, _) = trial.Watch();
            // These go on calling an observer that has left them, as a careless source would.
            var calls = trial.Inputs.Select(static input => input.Hold()).ToArray();
            trial.Push(0);
            foreach (var call in calls)
                call.End(fails ? new InvalidOperationException("the source's") : null);
            trial.AdvanceFar();
            var before = witness.Events.Count;
            foreach (var call in calls)
            {
                call.Push(1);
                call.End(null);
                call.End(new InvalidOperationException("a second end"));
            }

            trial.AdvanceFar();
            Require(witness.IsOver && witness.Events.Count == before, $"after the end came:\n      {Describe(witness.Events.Skip(before))}");
        }
    }

    private void TakesSynchronousSources()
    {
        var trial = Start(isSynchronous: true);
        var (witness, _) = trial.Watch();
        trial.AdvanceFar();
        RequireCompletion(witness);
        RequireNothingLeft(trial, "at the end");
    }
}
