namespace Nexus.Reactive;

/// <summary>Where a message of a Websocket.Client is from.</summary>
internal enum MessageOrigin
{
    /// <summary>The present connection.</summary>
    Present,

    /// <summary>A new connection that replaced the present one without a report of its cut.</summary>
    UnreportedConnection,

    /// <summary>No connection: the application streams a fake message.</summary>
    Application,

    /// <summary>A connection that was cut.</summary>
    Past,
}
