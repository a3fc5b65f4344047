namespace Nexus.Reactive;

/// <summary>The origin of a message of a Websocket.Client.</summary>
internal enum MessageOrigin
{
    /// <summary>The current connection.</summary>
    Present,

    /// <summary>A new connection that replaced the current one without a report of its cut.</summary>
    UnreportedConnection,

    /// <summary>No connection: the application streams a fake message.</summary>
    Application,

    /// <summary>A connection that was cut.</summary>
    Past,
}
