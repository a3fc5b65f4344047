namespace Nexus.Simulator.Tls;

/// <summary>The certificate that the exchange presents.</summary>
public enum ServerCertificate
{
    /// <summary>No certificate: <c>ws</c> instead of <c>wss</c>.</summary>
    None,

    /// <summary>A valid certificate for 127.0.0.1 and localhost, signed by the exchange's own authority.</summary>
    Good,

    /// <summary>A certificate that expired last year.</summary>
    Expired,

    /// <summary>A certificate for another host.</summary>
    WrongHost,
}
