using System.Reactive.Disposables;

namespace Nexus.Reactive.Testing;

/// <summary>An operator on manual sources with its own clock.</summary>
internal sealed class OperatorRun<T>
{
    private const int MostSteps = 10_000;
    private const int MostHops = 10_000;

    /// <summary>A time without items in which short timers fire.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    /// <summary>The time between two samples.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private readonly RuleGuard _guard;
    private readonly bool _isFirstFirst;

    public OperatorRun(OperatorUnderTest<T> op, SourceSetup setup)
    {
        _guard = setup.Guard;
        _isFirstFirst = setup.IsFirstFirst;
        _guard.Doing = "building the operator";
        _guard.ExplainOwnTimers = () => op.ExplainOwnTimers(Scheduler.IsUsed);
        (Output, Inputs) = op.Build(setup, Scheduler);
        if (Output is null)
            throw new ContractFault("null was returned instead of an observable");
        Samples = Inputs.Max(static input => input.Samples);
    }

    public MarbleScheduler Scheduler { get; } = new(Marbles.DefaultStart);

    public IObservable<T> Output { get; }

    public ManualSource[] Inputs { get; }

    /// <summary>The number of pushes that emit every sample.</summary>
    public int Samples { get; }

    /// <summary>Whether so much work was due that some of it was left out.</summary>
    public bool HasFastTimer { get; private set; }

    public int OpenSubscriptions => Inputs.Sum(static input => input.Open);

    public (RecordingObserver<T> Observer, IDisposable Subscription) Watch(Action<System.Reactive.NotificationKind>? then = null)
    {
        var observer = new RecordingObserver<T>(Scheduler, _guard) { Then = then ?? (static _ => { }) };
        var subscription = Disposable.Empty;
        Do("subscribing", () => subscription = Output.Subscribe(observer) ?? throw new ContractFault("Subscribe returned null instead of a subscription"));
        return (observer, new WatchedSubscription(() => Do("disposing the subscription", subscription.Dispose)));
    }

    public void Push(int input, int sample) => Do($"source {input + 1} emits item {sample + 1}", () => Inputs[input].Push(sample));

    public void Fail(int input, Exception error) => Do($"source {input + 1} emits an error", () =>
    {
        try
        {
            Inputs[input].Fail(error);
        }
        catch (Exception thrown) when (thrown == error)
        {
            throw new ContractFault($"the error of source {input + 1} was thrown at the source: a call of Subscribe without an error handler does so");
        }
    });

    public void Complete(int input) => Do($"source {input + 1} completes", Inputs[input].Complete);

    /// <summary>The sources in the order in which they emit: the last one first, so that the latest items of the others exist when the first one emits.</summary>
    public IEnumerable<int> SendingOrder => _isFirstFirst ? Enumerable.Range(0, Inputs.Length) : Enumerable.Range(0, Inputs.Length).Reverse();

    /// <summary>Pushes a sample to each source and lets time pass.</summary>
    public void Push(int sample)
    {
        foreach (var input in SendingOrder)
            Push(input, sample);
        Advance(Pause);
    }

    public void PushRange(int from, int to)
    {
        for (var sample = from; sample < to; sample++)
            Push(sample);
    }

    public void Complete()
    {
        for (var input = 0; input < Inputs.Length; input++)
            Complete(input);
    }

    /// <summary>Pushes every sample and the end, and lets a long time pass.</summary>
    public void PushAll()
    {
        PushRange(0, Samples);
        Complete();
        AdvanceFar();
    }

    /// <summary>Runs the work that is due within a time and returns the number of work items.</summary>
    /// <param name="time">The time.</param>
    /// <param name="afterEach">Runs after each item of work.</param>
    public int Advance(TimeSpan time, Action? afterEach = null)
    {
        var limit = Scheduler.Clock + time.Ticks;
        var (steps, hops) = (0, 0);
        Do("its scheduled work runs", () =>
        {
            while (steps < MostSteps && hops < MostHops)
            {
                _guard.Continue();
                var before = Scheduler.Clock;
                if (!Scheduler.TryStep(limit))
                    break;
                steps++;
                afterEach?.Invoke();
                hops = Scheduler.Clock - before > 1 ? 0 : hops + 1;
            }
        });
        if (hops == MostHops)
            _guard.Stop($"its scheduled work never ends: {MostHops} items, a tick apart");
        if (steps < MostSteps)
            Scheduler.MoveTo(limit);
        else
            HasFastTimer = true;
        return steps;
    }

    /// <summary>Runs work item by item, for up to a minute, until a condition holds.</summary>
    public void AdvanceUntil(Func<bool> condition)
    {
        var limit = Scheduler.Clock + TimeSpan.FromMinutes(1).Ticks;
        Do("its scheduled work runs", () =>
        {
            for (var steps = 0; !condition() && steps < MostSteps && Scheduler.TryStep(limit); steps++)
                _guard.Continue();
        });
    }

    /// <summary>Lets a long time pass, in which timers fire.</summary>
    public int AdvanceFar() => Advance(TimeSpan.FromMinutes(10));

    /// <summary>Runs the scheduler steps of one call.</summary>
    public void Settle() => CountSettling();

    /// <summary>Runs the scheduler steps of one call and returns the number of work items.</summary>
    public int CountSettling() => Advance(TimeSpan.FromTicks(10));

    /// <summary>Lets time pass, up to a limit, until a source is subscribed to.</summary>
    public void AwaitSubscription(ManualSource input)
    {
        var limit = Scheduler.Clock + TimeSpan.FromMinutes(10).Ticks;
        Do("its scheduled work runs", () =>
        {
            for (var steps = 0; input.Total == 0 && steps < MostSteps && Scheduler.TryStep(limit); steps++)
            {
            }
        });
    }

    private void Do(string what, Action action)
    {
        _guard.Continue();
        var before = _guard.Doing;
        _guard.Doing = what;
        action();
        _guard.Doing = before;
    }

    // Passes on each disposal, which Disposable.Create does not do.
    private sealed class WatchedSubscription(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }
}
