namespace Nexus.Reactive;

/// <summary>The reason for a request of a snapshot.</summary>
public enum SnapshotReason
{
    /// <summary>The first message of the symbol arrived: there may be orders from before.</summary>
    Started,

    /// <summary>A gap of the symbol ended.</summary>
    GapEnded,

    /// <summary>The two ledgers of an order have differed for the settlement timeout.</summary>
    FillsMissing,

    /// <summary>There has been no input about an open order for the specified time.</summary>
    OrderUnheard,
}
