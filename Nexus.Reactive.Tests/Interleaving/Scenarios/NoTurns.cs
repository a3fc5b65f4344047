namespace Nexus.Reactive.Tests.Interleaving.Scenarios;

/// <summary>A clock outside a feed: the test moves it, and that runs what is due.</summary>
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
