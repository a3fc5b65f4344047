namespace Nexus.Reactive;

/// <summary>The turns in which a clock's work runs.</summary>
internal interface IClockTurns
{
    /// <summary>Whether the calling thread runs a turn.</summary>
    bool IsInTurn { get; }

    /// <summary>Requests a turn for work that is already due, but does not deliver messages on the calling thread.</summary>
    void Request();

    /// <summary>Runs an item in a turn of its own, in order with the messages; immediately if no turn runs.</summary>
    void Run(ScheduledItem work);
}
