using System.Diagnostics;

namespace Nexus.Reactive.Tests.Simulation;

/// <summary>The whole system from seeds. NEXUS_SIMULATION_SEED is the first one; without NEXUS_SIMULATED_HOURS, only this one runs.</summary>
[Category(Setting.Long)]
public sealed class SimulationTests
{
    [Test]
    public void Every_invariant_holds_under_every_seed()
    {
        var first = Setting.Get("NEXUS_SIMULATION_SEED", 0);
        var hours = Setting.Get("NEXUS_SIMULATED_HOURS", first > 0 ? 0 : 480);
        var seeds = Math.Max(1, (int)(hours / SimulationPlan.UsualLength.TotalHours));
        var figures = new SimulationFigures();
        var failed = (Seed: int.MaxValue, Fault: "");
        var watch = Stopwatch.StartNew();
        Parallel.For(Math.Max(1, first), Math.Max(1, first) + seeds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (seed, loop) =>
        {
            var own = new SimulationFigures();
            if (Simulator.Run(SimulationPlan.Create(seed, SimulationPlan.UsualLength), own) is { } fault)
            {
                loop.Break();
                lock (figures)
                    failed = seed < failed.Seed ? (seed, fault.ToString()) : failed;
            }

            lock (figures)
                figures.Add(own);
        });
        TestContext.Out.WriteLine($"{figures}, in {watch.Elapsed.TotalSeconds:0} s");
        if (failed.Seed < int.MaxValue)
            Assert.Fail(Explain(failed.Seed, failed.Fault));
    }

    [Test]
    public void A_seed_runs_the_same_way_each_time()
    {
        var (one, other) = (new SimulationFigures(), new SimulationFigures());
        var plan = SimulationPlan.Create(1, SimulationPlan.UsualLength);
        Assert.That(Simulator.Run(plan, one), Is.Null);
        Assert.That(Simulator.Run(plan, other), Is.Null);
        Assert.That(one.ToString(), Is.EqualTo(other.ToString()));
    }

    private static string Explain(int seed, string fault)
    {
        var plan = SimulationPlan.Create(seed, SimulationPlan.UsualLength);
        if (Simulator.Run(plan) is null)
            return $"seed {seed} failed once and not again, so it is not deterministic: {fault}";
        plan = Simulator.Shrink(plan);
        return $"""
            seed {seed}: {Simulator.Run(plan)}
            It takes these events:
            {string.Join('\n', plan.Events)}
            Reproduce it: NEXUS_SIMULATION_SEED={seed} dotnet test Nexus.Reactive.Tests --filter Name~Every_invariant_holds
            """;
    }
}
