namespace Nexus.Reactive.Tests.Simulation;

/// <summary>Runs seeds, and reduces the plan of one that fails to what it takes to fail.</summary>
internal static class Simulator
{
    /// <summary>Runs a plan; null if every invariant held.</summary>
    public static Exception? Run(SimulationPlan plan, SimulationFigures? figures = null)
    {
        // Continuations must run on the calling thread, which a synchronization context of a test framework would prevent.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            using var simulation = new SimulatedSystem(plan);
            simulation.Run();
            figures?.Add(simulation.Figures);
            return null;
        }
        catch (Exception fault)
        {
            return fault;
        }
    }

    /// <summary>The first seed from 1 on that fails, within a number of them, with its fault; null if none does.</summary>
    public static string? FindFault(int seeds)
    {
        for (var seed = 1; seed <= seeds; seed++)
        {
            if (Run(SimulationPlan.Create(seed, SimulationPlan.UsualLength)) is { } fault)
                return $"seed {seed}: {fault.Message}";
        }

        return null;
    }

    /// <summary>Leaves out events, halves first and then one at a time, as long as the plan still fails.</summary>
    public static SimulationPlan Shrink(SimulationPlan plan)
    {
        for (var size = Math.Max(1, plan.Events.Count / 2); size >= 1; size = size == 1 && plan.Events.Count > 0 ? 0 : size / 2)
        {
            for (var at = plan.Events.Count - size; at >= 0; at -= size)
            {
                var fewer = plan with { Events = [.. plan.Events.Take(at), .. plan.Events.Skip(at + size)] };
                if (Run(fewer) is not null)
                    plan = fewer;
            }
        }

        return plan;
    }
}
