namespace Nexus.Reactive.Tests.Interleaving.Scenarios;

/// <summary>The turns of a clock without a feed: the test moves the clock, which runs the work that is due.</summary>
internal sealed class NoTurns : IClockTurns
{
    public bool IsInTurn => true;

    public void Request()
    {
    }

    public void Run(ScheduledItem work)
    {
    }
}
