namespace Nexus.Reactive;

/// <summary>The meaning of <c>executed_quantity</c> in an ORDER_UPDATE.</summary>
public enum ExecutedQuantityKind
{
    /// <summary>The quantity executed by this event, as in the exchange's documentation.</summary>
    PerEvent,

    /// <summary>The total quantity executed so far.</summary>
    Cumulative,
}
