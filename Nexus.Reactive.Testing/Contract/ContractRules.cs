using System.Reactive;
using System.Reactive.Concurrency;

namespace Nexus.Reactive.Testing;

/// <summary>The rules, each a run of its own.</summary>
internal sealed class ContractRules<T>
{
    // Long enough for the other thread to come to the gate; a shorter wait finds less and never accuses wrongly.
    private static readonly TimeSpan Meeting = TimeSpan.FromMilliseconds(20);

    private readonly OperatorTraits _traits;
    private readonly Func<bool, IScheduler, (IObservable<T> Output, Probe[] Inputs)> _build;

    private ContractRules(OperatorTraits traits, Func<bool, IScheduler, (IObservable<T> Output, Probe[] Inputs)> build)
    {
        _traits = traits;
        _build = build;
    }

    public static IEnumerable<(string Name, Action Check)> For(
        OperatorTraits traits, Func<bool, IScheduler, (IObservable<T> Output, Probe[] Inputs)> build)
    {
        var rules = new ContractRules<T>(traits, build);
        yield return ("it does nothing before it is subscribed to", rules.IsLazy);
        yield return ("it subscribes to each source once a subscription", rules.SubscribesOnce);
        yield return ("a source that never ends leaves it open", rules.NeverStaysOpen);
        yield return ("an empty source completes it", rules.EmptyCompletes);
        yield return ("one item, then the end, completes it", rules.SingleCompletes);
        yield return ("it sends something for its samples", rules.SendsSomething);
        yield return ("two runs are alike", rules.IsDeterministic);
        yield return ("a source's error passes on, the same instance, at the same time", rules.ErrorPassesOn);
        yield return ("the other source may end first", rules.OtherSourceMayEndFirst);
        yield return ("after disposal nothing is sent and nothing is left", rules.DisposalEndsAll);
        yield return ("disposal within OnNext ends it there", rules.DisposalWithinOnNext);
        yield return ("what a subscriber throws is not swallowed, and only that may follow", rules.DownstreamExceptionsPass);
        yield return ("an item pushed from within OnNext does no harm", rules.IsReentrant);
        yield return ("nothing follows the end, whatever the source does", rules.MutesViolations);
        yield return ("calls from several threads are serialized", rules.IsSerialized);
        yield return ("two subscriptions share no state", rules.SharesNoState);
        yield return ("a source that ends within Subscribe is like any other", rules.TakesSynchronousSources);
        yield return ("at the end every source is left and every timer gone", rules.LeavesNothing);
    }

    public static (string Name, Action Check) FunctionThrows(Func<IScheduler, Exception, (IObservable<T> Output, Probe[] Inputs)> build) =>
        ("what its function throws becomes an error", () =>
        {
            var error = new InvalidOperationException("the function's");
            var trial = new Trial<T>((_, scheduler) => build(scheduler, error));
            var (witness, _) = trial.Watch();
            trial.Push(0, trial.Samples);
            trial.AdvanceFar();
            Require(witness.Events is [.., { Notification: { Kind: NotificationKind.OnError } last }] && last.Exception == error, $"it did not:\n      {Describe(witness.Events)}");
            RequireNothingLeft(trial, "after the error");
        }
    );

    private Trial<T> Start(bool isSynchronous = false) => new(_build, isSynchronous);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new ContractFault(otherwise);
    }

    private static void RequireNothingLeft(Trial<T> trial, string after)
    {
        var open = trial.OpenSubscriptions;
        Require(open == 0, $"{open} source subscription(s) still open {after}");
        var steps = trial.AdvanceFar();
        Require(steps == 0, $"{steps} item(s) of work still ran {after}");
    }

    private static string Describe(IEnumerable<MarbleEvent<T>> events) =>
        string.Join("\n      ", events.Select(static item => $"{item.Time:c} {Describe(item.Notification)}").DefaultIfEmpty("nothing"));

    private static string Describe(Notification<T> notification) => notification.Kind switch
    {
        NotificationKind.OnNext => MarbleText.Of(notification.Value),
        NotificationKind.OnError => MarbleText.Of(notification.Exception!),
        _ => "completion",
    };

    private static void RequireAlike(IReadOnlyList<MarbleEvent<T>> left, IReadOnlyList<MarbleEvent<T>> right, string what)
    {
        var alike = left.Count == right.Count
            && left.Zip(right).All(static pair => pair.First.Time == pair.Second.Time && MarbleEquality<T>.Default.Equals(pair.First.Notification, pair.Second.Notification));
        Require(alike, $"{what}\n      {Describe(left)}\n   and\n      {Describe(right)}");
    }

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

    private void NeverStaysOpen()
    {
        var trial = Start();
        var (witness, _) = trial.Watch();
        trial.AdvanceFar();
        Require(!witness.IsOver, $"it ended by itself:\n      {Describe(witness.Events)}");
    }

    private void EmptyCompletes()
    {
        var trial = Start();
        var (witness, _) = trial.Watch();
        trial.Complete();
        trial.AdvanceFar();
        Require(witness.HasCompleted, $"it did not complete:\n      {Describe(witness.Events)}");
    }

    private void SingleCompletes()
    {
        var trial = Start();
        var (witness, _) = trial.Watch();
        trial.Push(0);
        trial.Complete();
        trial.AdvanceFar();
        Require(witness.HasCompleted, $"it did not complete:\n      {Describe(witness.Events)}");
    }

    private void SendsSomething()
    {
        var events = RunWhole(Start());
        Require(events.Any(static item => item.Notification.Kind == NotificationKind.OnNext), "nothing came; give samples that make it send, or the other rules show little");
    }

    private void IsDeterministic() => RequireAlike(RunWhole(Start()), RunWhole(Start()), "one run sent");

    private static IReadOnlyList<MarbleEvent<T>> RunWhole(Trial<T> trial)
    {
        var (witness, _) = trial.Watch();
        trial.Push(0, trial.Samples);
        trial.Complete();
        trial.AdvanceFar();
        return witness.Events;
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
                if (_traits.HasFlag(OperatorTraits.Hops))
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
        trial.Push(0, trial.Samples);
        trial.Complete();
        trial.AdvanceFar();
        Require(witness.Events.Count <= 1 || witness.Events[0].Notification.Kind != NotificationKind.OnNext, $"it went on:\n      {Describe(witness.Events)}");
        RequireNothingLeft(trial, "after disposal");
    }

    private void DownstreamExceptionsPass()
    {
        var trial = Start();
        var error = new InvalidOperationException("the subscriber's");
        var (witness, _) = trial.Watch(_ => throw error);
        Exception? caught = null;
        try
        {
            trial.Push(0, trial.Samples);
            trial.Complete();
            trial.AdvanceFar();
        }
        catch (InvalidOperationException thrown)
        {
            caught = thrown;
        }

        if (_traits.HasFlag(OperatorTraits.Isolates))
        {
            Require(caught is null, "it reached the source");
            return;
        }

        Require(caught == error, "it was swallowed");
        Require(
            witness.Events.SkipWhile(static item => item.Notification.Kind == NotificationKind.OnNext).All(item => item.Notification.Exception == error),
            "something else was sent to the subscriber that threw it");
    }

    private void IsReentrant()
    {
        var trial = Start();
        var left = 3;
        var (witness, _) = trial.Watch(_ =>
        {
            if (left-- > 0)
                trial.Inputs[0].Push(left);
        });
        trial.Push(0, trial.Samples);
        trial.Complete();
        trial.AdvanceFar();
        Require(witness.HasCompleted && witness.Events.Count(static item => item.Notification.Kind != NotificationKind.OnNext) == 1, $"the end is wrong:\n      {Describe(witness.Events)}");
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

    private void IsSerialized()
    {
        // Each of the sources, and the timers, holds the subscriber while all the others press on.
        var actors = Start().Inputs.Length + 1;
        for (var holder = 0; holder < actors; holder++)
        {
            using var entered = new ManualResetEventSlim();
            using var done = new ManualResetEventSlim();
            var trial = Start();
            var isArmed = false;
            var (witness, _) = trial.Watch(_ =>
            {
                if (isArmed && !entered.IsSet)
                {
                    entered.Set();
                    done.Wait(Meeting);
                }
            });
            trial.Push(0);
            isArmed = true;

            Exception? thrown = null;
            var other = new Thread(() =>
            {
                entered.Wait();
                try
                {
                    foreach (var actor in Enumerable.Range(0, actors).Where(actor => actor != holder))
                        Act(trial, actor);
                }
                catch (Exception error)
                {
                    thrown = error;
                }
                finally
                {
                    done.Set();
                }
            });
            other.Start();
            try
            {
                Act(trial, holder);
            }
            finally
            {
                entered.Set();
                other.Join();
            }

            Require(thrown is null, $"it threw on another thread: {thrown}");
            Require(!witness.Overlapped, "two calls of the subscriber overlapped");
        }
    }

    private static void Act(Trial<T> trial, int actor)
    {
        if (actor == trial.Inputs.Length)
        {
            trial.Advance(TimeSpan.FromSeconds(10));
            return;
        }

        for (var sample = 1; sample <= trial.Samples; sample++)
            trial.Inputs[actor].Push(sample);
        trial.Inputs[actor].Complete();
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

    private void TakesSynchronousSources()
    {
        var trial = Start(isSynchronous: true);
        var (witness, _) = trial.Watch();
        trial.AdvanceFar();
        Require(witness.HasCompleted, $"it did not complete:\n      {Describe(witness.Events)}");
        RequireNothingLeft(trial, "at the end");
    }

    private void LeavesNothing()
    {
        var trial = Start();
        var (witness, _) = trial.Watch();
        trial.Push(0, trial.Samples);
        trial.Complete();
        trial.Advance(TimeSpan.FromMinutes(1));
        Require(witness.HasCompleted, $"it did not complete:\n      {Describe(witness.Events)}");
        RequireNothingLeft(trial, "at the end");
    }
}
