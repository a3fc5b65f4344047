namespace Nexus.Reactive.Nats;

/// <summary>Why the bus cannot be used.</summary>
public enum BusError
{
    /// <summary>No server answers at the URL.</summary>
    Unreachable,

    /// <summary>The server refuses the credentials, or the credentials do not allow the operation.</summary>
    Unauthorized,

    /// <summary>The server runs without JetStream, or JetStream is not enabled for the account.</summary>
    JetStreamDisabled,

    /// <summary>The server's version lacks what the bus needs.</summary>
    ServerTooOld,

    /// <summary>A stream of the expected name exists with another configuration.</summary>
    StreamMismatch,

    /// <summary>The server has no room for the limits asked for.</summary>
    InsufficientStorage,

    /// <summary>No gateway has published the symbol yet.</summary>
    UnknownSymbol,

    /// <summary>The server reported another error.</summary>
    Other,
}
