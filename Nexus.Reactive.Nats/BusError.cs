namespace Nexus.Reactive.Nats;

/// <summary>The reason why the bus cannot be used.</summary>
public enum BusError
{
    /// <summary>No server answers at the URL.</summary>
    Unreachable,

    /// <summary>The server refuses the credentials, or the credentials do not allow the operation.</summary>
    Unauthorized,

    /// <summary>The server runs without JetStream, or JetStream is not enabled for the account.</summary>
    JetStreamDisabled,

    /// <summary>The server's version does not support a feature that the bus requires.</summary>
    ServerTooOld,

    /// <summary>A stream with the expected name exists, but its configuration differs.</summary>
    StreamMismatch,

    /// <summary>The server does not have enough space for the requested limits.</summary>
    InsufficientStorage,

    /// <summary>No gateway has published the symbol yet.</summary>
    UnknownSymbol,

    /// <summary>The server reported another error.</summary>
    Other,
}
