namespace Nexus.Simulator.Tls;

/// <summary>How the exchange shows itself when a client connects.</summary>
public enum ServerCertificate
{
    /// <summary>It does not: <c>ws</c>, not <c>wss</c>.</summary>
    None,

    /// <summary>A certificate of its own authority for 127.0.0.1 and localhost.</summary>
    Good,

    /// <summary>The same, of last year.</summary>
    Expired,

    /// <summary>The same, of another host.</summary>
    WrongHost,
}
