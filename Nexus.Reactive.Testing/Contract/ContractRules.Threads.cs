namespace Nexus.Reactive.Testing;

// Calls from several threads.
internal sealed partial class ContractRules<T>
{
    // Long enough for the other thread to reach the lock. A shorter wait detects less and never reports a false violation.
    private static readonly TimeSpan Meeting = TimeSpan.FromMilliseconds(20);

    private enum Act
    {
        SendAndComplete,
        SendAndFail,
        Complete,
        Fail,
    }

    private static IReadOnlyList<(Act Holder, Act Others)> Encounters =>
    [
        (Act.SendAndComplete, Act.SendAndComplete),
        (Act.SendAndComplete, Act.SendAndFail),
        (Act.SendAndComplete, Act.Complete),
        (Act.SendAndComplete, Act.Fail),
        (Act.Fail, Act.SendAndComplete),
    ];

    private void IsSerialized()
    {
        // Each of the sources and the timers in turn blocks in the subscriber while all others emit.
        var actors = Start().Inputs.Length + 1;
        for (var holder = 0; holder < actors; holder++)
        {
            foreach (var (mine, others) in Encounters)
            {
                var run = Start();
                var (held, acting) = (holder, others);
                var observer = Meet(run, () => Perform(run, held, mine), () =>
                {
                    foreach (var actor in Enumerable.Range(0, actors).Where(actor => actor != held))
                        Perform(run, actor, acting);
                });
                Require(!observer.Overlapped, "two calls of the subscriber overlapped");
            }
        }
    }

    private void LosesNothingBetweenThreads()
    {
        var inputs = Start().Inputs.Length;
        for (var holder = 0; holder < inputs && inputs > 1; holder++)
        {
            LosesNothingBetweenThreads(holder, Act.SendAndComplete);
            LosesNothingBetweenThreads(holder, Act.Complete);
        }
    }

    private void LosesNothingBetweenThreads(int holder, Act others)
    {
        var apart = Start();
        var (expected, _) = apart.Watch();
        apart.Push(0);
        apart.Push(holder, 1);
        PerformOthers(apart);
        apart.Complete(holder);
        apart.AdvanceFar();

        var run = Start();
        var observer = Meet(run, () => run.Push(holder, 1), () => PerformOthers(run));
        run.Complete(holder);
        run.AdvanceFar();
        Require(
            observer.Items >= expected.Items && observer.End?.Kind == expected.End?.Kind,
            $"while one source was within OnNext, others emitted, and the observer received:\n      {Describe(observer.Events)}\n   When they emitted one after the other, the observer received:\n      {Describe(expected.Events)}");

        void PerformOthers(OperatorRun<T> target)
        {
            for (var other = 0; other < target.Inputs.Length; other++)
            {
                if (other != holder)
                    Perform(target, other, others);
            }
        }
    }

    /// <summary>Lets one thread push while another is within a call of the subscriber.</summary>
    private RecordingObserver<T> Meet(OperatorRun<T> run, Action hold, Action come)
    {
        using var entered = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        var isArmed = false;
        var (observer, _) = run.Watch(_ =>
        {
            if (isArmed && !entered.IsSet)
            {
                entered.Set();
                done.Wait(Meeting);
            }
        });
        run.Push(0);
        isArmed = true;

        Exception? thrown = null;
        var other = new Thread(() => _guard.AtHome(() =>
        {
            entered.Wait();
            try
            {
                come();
            }
            catch (Exception error)
            {
                thrown = error;
            }
            finally
            {
                done.Set();
            }
        }))
        { IsBackground = true };
        other.Start();
        try
        {
            hold();
        }
        finally
        {
            entered.Set();
            other.Join();
        }

        Require(thrown is null, $"it threw on another thread: {thrown}");
        return observer;
    }

    private static void Perform(OperatorRun<T> run, int actor, Act act)
    {
        if (actor == run.Inputs.Length)
        {
            run.Advance(TimeSpan.FromSeconds(10));
            return;
        }

        for (var sample = 1; sample <= run.Samples && (act is Act.SendAndComplete or Act.SendAndFail); sample++)
            run.Push(actor, sample);
        if (act is Act.SendAndComplete or Act.Complete)
            run.Complete(actor);
        else if (run.Inputs[actor].Open > 0)
            run.Fail(actor, new InvalidOperationException("the source's"));
    }
}
