namespace Nexus.Reactive;

/// <summary>The status of an order.</summary>
public enum OrderStatus
{
    /// <summary>A status that this version does not support; the message contains its text.</summary>
    Unknown,

    /// <summary><c>NEW</c>: the order is accepted, and no quantity has been executed yet.</summary>
    New,

    /// <summary><c>PARTIAL_FILLED</c></summary>
    PartiallyFilled,

    /// <summary><c>FILLED</c></summary>
    Filled,

    /// <summary><c>CANCELLED</c>; the order may be partially filled.</summary>
    Cancelled,

    /// <summary><c>REJECTED</c></summary>
    Rejected,
}
