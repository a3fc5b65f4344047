using System.Globalization;

namespace Nexus.Reactive.Tests.Simulation;

/// <summary>What happens to the system under test.</summary>
internal enum PlannedKind
{
    Trades,
    Orders,
    Books,
    Garbage,
    WildBook,
    Cut,
    SilentCut,
    Refuse,
    BlackHole,
    Stall,
    Latency,
    Pause,
    WallStep,
    Reconnect,
    StopAndStart,
    SlowDisk,
    FullDisk,
    BrokenDisk,
    RecorderCrash,
    BusDown,
    BusLosesTail,
    BusTakeOver,
}

/// <summary>One event of a plan. What it does in detail follows from its numbers alone, so that a plan can lose other events and stay the same.</summary>
/// <param name="At">When it happens.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Market">Which of the symbols it concerns.</param>
/// <param name="Length">How long it lasts, where it lasts.</param>
internal readonly record struct PlannedEvent(TimeSpan At, PlannedKind Kind, int Market, TimeSpan Length)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:d\\.hh\\:mm\\:ss\\.fff} {Kind} of {(Market == 0 ? "BTC" : "ETH")} for {Length.TotalSeconds:0.###} s");
}
