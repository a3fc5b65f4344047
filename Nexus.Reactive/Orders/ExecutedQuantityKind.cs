namespace Nexus.Reactive;

/// <summary>How <c>executed_quantity</c> of an ORDER_UPDATE is read.</summary>
public enum ExecutedQuantityKind
{
    /// <summary>What was executed by this event, as the exchange's document says.</summary>
    PerEvent,

    /// <summary>What was executed in total so far.</summary>
    Cumulative,
}
