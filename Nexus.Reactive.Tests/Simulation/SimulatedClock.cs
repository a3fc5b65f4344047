namespace Nexus.Reactive.Tests.Simulation;

/// <summary>The clock of an exchange, in whole milliseconds. It never goes back.</summary>
/// <param name="world">The time.</param>
/// <param name="offset">How far the clock is ahead.</param>
internal sealed class SimulatedClock(SimulatedWorld world, TimeSpan offset)
{
    private long _last;

    /// <summary>How far the clock is ahead.</summary>
    public TimeSpan Offset => offset;

    /// <summary>Reads the clock.</summary>
    /// <param name="isUnique">Whether no other reading is the same.</param>
    public long Read(bool isUnique = false)
    {
        var now = (SimulatedWorld.Start.AddTicks(world.Now) + offset).ToUnixTimeMilliseconds();
        return _last = Math.Max(now, isUnique ? _last + 1 : _last);
    }
}
