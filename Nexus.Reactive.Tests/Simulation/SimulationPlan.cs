namespace Nexus.Reactive.Tests.Simulation;

/// <summary>What a seed stands for: how the system is set up, and what happens to it when.</summary>
internal sealed record SimulationPlan(int Seed, TimeSpan Length, IReadOnlyList<PlannedEvent> Events)
{
    public static readonly TimeSpan UsualLength = TimeSpan.FromHours(48);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // How often, in relation to the others.
    private static readonly (PlannedKind Kind, int Weight)[] Weights =
    [
        (PlannedKind.Trades, 12), (PlannedKind.Orders, 8), (PlannedKind.Books, 6), (PlannedKind.Garbage, 2), (PlannedKind.WildBook, 1),
        (PlannedKind.Cut, 3), (PlannedKind.SilentCut, 1), (PlannedKind.Refuse, 2), (PlannedKind.BlackHole, 1), (PlannedKind.Stall, 2),
        (PlannedKind.Latency, 2), (PlannedKind.Pause, 2), (PlannedKind.WallStep, 1), (PlannedKind.Reconnect, 1), (PlannedKind.StopAndStart, 1),
        (PlannedKind.SlowDisk, 1), (PlannedKind.FullDisk, 1), (PlannedKind.BrokenDisk, 1), (PlannedKind.RecorderCrash, 1),
        (PlannedKind.BusDown, 1), (PlannedKind.BusLosesTail, 1), (PlannedKind.BusTakeOver, 1),
    ];

    /// <summary>The plan of a seed. Events come in clusters, so that faults meet activity and each other.</summary>
    public static SimulationPlan Create(int seed, TimeSpan length)
    {
        var world = new SimulatedWorld(seed);
        var events = new List<PlannedEvent>();
        var clusters = 4 + world.Random.Next(5);
        for (var cluster = 0; cluster < clusters; cluster++)
        {
            var at = length * (world.Random.NextDouble() * 0.95);
            var count = 3 + world.Random.Next(8);
            for (var i = 0; i < count; i++)
            {
                events.Add(new PlannedEvent(at, Choose(world), world.Random.Next(2), world.Between(Second / 10, Second * (world.Chance(0.05) ? 8_000 : 120))));
                at += world.Between(Second / 100, Second * 60);
            }
        }

        return new SimulationPlan(seed, length, [.. events.OrderBy(static planned => planned.At)]);
    }

    private static PlannedKind Choose(SimulatedWorld world)
    {
        var at = world.Random.Next(Weights.Sum(static entry => entry.Weight));
        return Weights.First(entry => (at -= entry.Weight) < 0).Kind;
    }
}
