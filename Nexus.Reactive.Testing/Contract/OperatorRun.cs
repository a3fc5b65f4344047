namespace Nexus.Reactive.Testing;

/// <summary>An operator over probes, on a clock of its own.</summary>
internal sealed class OperatorRun<T>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private const int MostSteps = 100_000;

    public OperatorRun(Func<bool, System.Reactive.Concurrency.IScheduler, (IObservable<T> Output, ManualSource[] Inputs)> build, bool isSynchronous = false)
    {
        (Output, Inputs) = build(isSynchronous, Scheduler);
        Samples = Inputs.Max(static input => input.Samples);
    }

    public MarbleScheduler Scheduler { get; } = new(Marbles.DefaultStart);

    public IObservable<T> Output { get; }

    public ManualSource[] Inputs { get; }

    /// <summary>How many pushes show every sample.</summary>
    public int Samples { get; }

    public int OpenSubscriptions => Inputs.Sum(static input => input.Open);

    public (RecordingObserver<T> Witness, IDisposable Subscription) Watch(Action<T>? then = null)
    {
        var witness = new RecordingObserver<T>(Scheduler) { Then = then ?? (static _ => { }) };
        return (witness, Output.Subscribe(witness));
    }

    /// <summary>Pushes a sample into each source, the last one first, so that the first finds the others' latest, and lets time pass.</summary>
    public void Push(int sample)
    {
        foreach (var input in Inputs.Reverse())
            input.Push(sample);
        Advance(Pause);
    }

    public void Push(int from, int to)
    {
        for (var sample = from; sample < to; sample++)
            Push(sample);
    }

    public void Complete()
    {
        foreach (var input in Inputs)
            input.Complete();
    }

    /// <summary>Every sample, the end, and a long time after it.</summary>
    public void PushAll()
    {
        Push(0, Samples);
        Complete();
        AdvanceFar();
    }

    /// <summary>Runs what is due within a time and says how much it was.</summary>
    public int Advance(TimeSpan time)
    {
        var limit = Scheduler.Clock + time.Ticks;
        var steps = 0;
        while (steps < MostSteps && Scheduler.TryStep(limit))
            steps++;
        Scheduler.MoveTo(limit);
        return steps;
    }

    /// <summary>A long time, in which every timer would fire.</summary>
    public int AdvanceFar() => Advance(TimeSpan.FromMinutes(10));

    /// <summary>The scheduler hops of one call.</summary>
    public void Settle() => Advance(TimeSpan.FromTicks(10));
}
