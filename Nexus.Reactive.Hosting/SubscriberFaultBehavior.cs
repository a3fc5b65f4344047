namespace Nexus.Reactive.Hosting;

/// <summary>What the host does after an exception from a subscriber of the feed.</summary>
public enum SubscriberFaultBehavior
{
    /// <summary>Logs the exception; other subscribers and the host go on.</summary>
    Log,

    /// <summary>Logs the exception and stops the host.</summary>
    StopHost,
}
