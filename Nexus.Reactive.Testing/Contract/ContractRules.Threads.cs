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
                var observer = Meet(run, () => Perform(run, held, mine), () => PerformAllBut(run, held, acting));
                Require(!observer.Overlapped, "two calls of the subscriber overlapped");
            }
        }

        // The operator may emit from within Subscribe while a source that it has already subscribed to emits.
        var starting = Start();
        var early = Meet(starting, null, () => PerformAllBut(starting, actors - 1, Act.SendAndComplete));
        Require(!early.Overlapped, "two calls of the subscriber overlapped, one of them within Subscribe");
    }

    private void LosesNothingBetweenThreads()
    {
        var timers = Start().Inputs.Length;
        for (var holder = timers > 1 ? 0 : timers; holder <= timers; holder++)
        {
            LosesNothingBetweenThreads(holder, Act.SendAndComplete);
            if (timers > 1)
                LosesNothingBetweenThreads(holder, Act.Complete);
        }
    }

    private void LosesNothingBetweenThreads(int holder, Act others)
    {
        var apart = Start();
        var (expected, _) = apart.Watch();
        apart.Push(0);
        Hold(apart, expected);
        PerformSourcesBut(apart, holder, others);
        Finish(apart);

        var run = Start();
        RecordingObserver<T>? met = null;
        var observer = Meet(run, () => Hold(run, met!), () => PerformSourcesBut(run, holder, others), watched => met = watched);
        Finish(run);
        Require(
            observer.Items >= expected.Items && observer.End?.Kind == expected.End?.Kind,
            $"while one call was within OnNext, others emitted, and the observer received:\n      {Describe(observer.Events)}\n   When they emitted one after the other, the observer received:\n      {Describe(expected.Events)}");

        // One item of a source, or one call by a timer.
        void Hold(OperatorRun<T> target, RecordingObserver<T> watched)
        {
            var before = watched.Events.Count;
            if (holder < target.Inputs.Length)
                target.Push(holder, 1);
            else
                target.AdvanceUntil(() => watched.Events.Count > before);
        }

        void Finish(OperatorRun<T> target)
        {
            if (holder < target.Inputs.Length)
                target.Complete(holder);
            target.AdvanceFar();
        }
    }

    /// <summary>Lets one thread push while another is within a call of the subscriber.</summary>
    /// <param name="run">The run.</param>
    /// <param name="hold">Makes the call; if null, the operator makes it from within Subscribe.</param>
    /// <param name="come">Pushes on the other thread.</param>
    /// <param name="watched">Receives the observer before the two calls.</param>
    private RecordingObserver<T> Meet(OperatorRun<T> run, Action? hold, Action come, Action<RecordingObserver<T>>? watched = null)
    {
        using var entered = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        var isArmed = hold is null;
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
        RecordingObserver<T> observer;
        try
        {
            (observer, _) = run.Watch(_ =>
            {
                if (isArmed && !entered.IsSet)
                {
                    entered.Set();
                    done.Wait(Meeting);
                }
            });
            watched?.Invoke(observer);
            if (hold is not null)
            {
                run.Push(0);
                isArmed = true;
                hold();
            }
        }
        finally
        {
            entered.Set();
            other.Join();
        }

        Require(thrown is null, thrown is ContractFault ? thrown.Message : $"it threw on another thread: {thrown}");
        return observer;
    }

    private static void PerformAllBut(OperatorRun<T> run, int held, Act act)
    {
        PerformSourcesBut(run, held, act);
        if (held != run.Inputs.Length)
            Perform(run, run.Inputs.Length, act);
    }

    private static void PerformSourcesBut(OperatorRun<T> run, int held, Act act)
    {
        for (var actor = 0; actor < run.Inputs.Length; actor++)
        {
            if (actor != held)
                Perform(run, actor, act);
        }
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
