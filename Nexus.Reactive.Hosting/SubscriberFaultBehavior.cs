namespace Nexus.Reactive.Hosting;

/// <summary>The action of the host after an exception from a subscriber of the feed.</summary>
public enum SubscriberFaultBehavior
{
    /// <summary>Logs the exception; other subscribers and the host continue.</summary>
    Log,

    /// <summary>Logs the exception and stops the host.</summary>
    StopHost,
}
