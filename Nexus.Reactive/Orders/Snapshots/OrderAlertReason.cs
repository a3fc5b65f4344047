namespace Nexus.Reactive;

/// <summary>The reason to ask the exchange about an open order.</summary>
public enum OrderAlertReason
{
    /// <summary>A gap followed the latest input about the order.</summary>
    Stale,

    /// <summary>There has been no input about the order for the specified time.</summary>
    Unheard,
}
