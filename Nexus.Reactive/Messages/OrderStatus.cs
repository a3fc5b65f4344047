namespace Nexus.Reactive;

/// <summary>The status of an order.</summary>
public enum OrderStatus
{
    /// <summary>One that this version does not know; the text stands beside it.</summary>
    Unknown,

    /// <summary><c>NEW</c>: accepted, nothing executed.</summary>
    New,

    /// <summary><c>PARTIAL_FILLED</c></summary>
    PartiallyFilled,

    /// <summary><c>FILLED</c></summary>
    Filled,

    /// <summary><c>CANCELLED</c>; may have executed in part.</summary>
    Cancelled,

    /// <summary><c>REJECTED</c></summary>
    Rejected,
}
