using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>The faults by their names on the command line, each with a default probability that allows the other faults to occur.</summary>
internal static class Misdeeds
{
    public static IReadOnlyDictionary<string, (double Chance, Func<WireBehaviour> New)> All { get; } = new Dictionary<string, (double, Func<WireBehaviour>)>
    {
        ["drop"] = (0.001, () => new Drop()),
        ["close"] = (0.001, () => new CloseWithCode()),
        ["half-open"] = (0.1, () => new HalfOpen()),
        ["stall"] = (0.001, () => new Stall(Timeout.InfiniteTimeSpan)),
        ["split"] = (0.05, () => new Split()),
        ["malformed"] = (0.01, () => new Malformed()),
        ["unknown"] = (0.01, () => new Unknown()),
        ["huge"] = (0.0005, () => new Huge()),
        ["duplicate"] = (0.01, () => new Duplicate()),
        ["reorder"] = (0.01, () => new Reorder()),
        ["time-travel"] = (0.01, () => new TimeTravel(TimeSpan.FromDays(1))),
        ["refuse"] = (0.1, () => new Refusal(401)),
    };
}
