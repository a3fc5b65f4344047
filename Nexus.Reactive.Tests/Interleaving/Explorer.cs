namespace Nexus.Reactive.Tests.Interleaving;

/// <summary>The outcome of an exploration.</summary>
/// <param name="Schedules">The number of schedules that were run.</param>
/// <param name="IsComplete">Whether these were all schedules within the limit on preemptions.</param>
/// <param name="Fault">The error of the last schedule; null if none failed.</param>
internal sealed record Exploration(int Schedules, bool IsComplete, Exception? Fault);

/// <summary>
/// Runs a scenario under every schedule with at most a given number of preemptions, depth first, until one fails. A switch away from a thread that waits or
/// ends is not a preemption, so even a limit of zero tries every order of whole threads.
/// </summary>
/// <remarks>Points are interlocked and volatile operations, locks and concurrent collections; memory is sequentially consistent.</remarks>
internal static class Explorer
{
    public static Exploration Explore(Func<Scenario> create, int maxPreemptions, string? plantedFault = null)
    {
        var path = new List<Choice>();
        for (var count = 1; ; count++)
        {
            var fault = Run(create(), path, maxPreemptions, plantedFault);
            if (fault is not null)
                return new Exploration(count, IsComplete: false, fault);
            while (path.Count > 0 && path[^1].IsLast)
                path.RemoveAt(path.Count - 1);
            if (path.Count == 0)
                return new Exploration(count, IsComplete: true, null);
            path[^1] = path[^1].Next();
        }
    }

    private static Exception? Run(Scenario scenario, List<Choice> path, int maxPreemptions, string? plantedFault)
    {
        var depth = 0;
        var preemptions = 0;
        var schedule = new Schedule((ready, canStay) =>
        {
            if (canStay && preemptions == maxPreemptions)
                return 0;
            if (depth == path.Count)
                path.Add(new Choice(0, ready.Count));
            var taken = path[depth++].Taken;
            if (canStay && taken > 0)
                preemptions++;
            return taken;
        }, plantedFault, scenario);
        schedule.Run(scenario.Threads);
        if (schedule.Fault is { } fault)
            return fault;
        try
        {
            scenario.Check();
            return null;
        }
        catch (InvalidOperationException error)
        {
            return error;
        }
    }

    private readonly record struct Choice(int Taken, int Count)
    {
        public bool IsLast => Taken == Count - 1;

        public Choice Next() => this with { Taken = Taken + 1 };
    }
}
