namespace Nexus.Reactive;

/// <summary>The jumps and restarts of a clock so far. It is immutable and replaced as a whole, so that other threads never read the parts of two moves.</summary>
/// <param name="Count">The number of jumps and restarts.</param>
/// <param name="Restarts">The number of restarts.</param>
/// <param name="LastRestart">The time to which the last restart set the clock, in UTC ticks.</param>
/// <param name="From">The time at which the last jump or restart began.</param>
/// <param name="To">The time to which the last jump or restart set the clock; after a restart it is earlier than <paramref name="From"/>.</param>
internal sealed record ClockMoves(int Count, int Restarts, long LastRestart, long From, long To)
{
    /// <summary>Returns the moves with one more jump.</summary>
    public ClockMoves Jump(long from, long to) => new(Count + 1, Restarts, LastRestart, from, to);

    /// <summary>Returns the moves with one more restart.</summary>
    public ClockMoves Restart(long from, long to) => new(Count + 1, Restarts + 1, to, from, to);
}
