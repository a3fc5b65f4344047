namespace Nexus.Desk.ViewModels;

/// <summary>What the simulated exchange can do to a screen.</summary>
public enum HostileAct
{
    /// <summary>Drops every connection without a close frame.</summary>
    Cut,

    /// <summary>Drops every connection and accepts none for some seconds.</summary>
    Outage,

    /// <summary>Stops in the middle of a message for some seconds.</summary>
    Stall,

    /// <summary>Sends what happens in a minute at once.</summary>
    Flood,

    /// <summary>Sends a timestamp that is a day ahead.</summary>
    WildClock,
}
