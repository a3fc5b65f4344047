using System.Reactive;

namespace Nexus.Reactive.Testing;

// What it sends, and how it bears the calls of others.
internal sealed partial class ContractRules<T>
{
    // Long enough for the other thread to come to the gate; a shorter wait finds less and never accuses wrongly.
    private static readonly TimeSpan Meeting = TimeSpan.FromMilliseconds(20);

    private void SendsSomething()
    {
        var events = RunWhole(Start());
        Require(events.Any(static item => item.Notification.Kind == NotificationKind.OnNext), "nothing came; give samples that make it send, or the other rules show little");
    }

    private void IsDeterministic() => RequireAlike(RunWhole(Start()), RunWhole(Start()), "one run sent");

    private void DownstreamExceptionsPass()
    {
        var trial = Start();
        var error = new InvalidOperationException("the subscriber's");
        var (witness, _) = trial.Watch(_ => throw error);
        Exception? caught = null;
        try
        {
            trial.PushAll();
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
        trial.PushAll();
        Require(witness.HasCompleted && witness.Events.Count(static item => item.Notification.Kind != NotificationKind.OnNext) == 1, $"the end is wrong:\n      {Describe(witness.Events)}");
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

    private static void Act(OperatorRun<T> trial, int actor)
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
}
