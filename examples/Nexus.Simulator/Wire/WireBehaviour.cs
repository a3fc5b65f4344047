namespace Nexus.Simulator.Wire;

/// <summary>
/// The behavior of the exchange on the wire. This base class is correct; a fault is a subclass that overrides one method.
/// The behavior may change while connections are open.
/// </summary>
public class WireBehaviour
{
    public static WireBehaviour Polite { get; } = new();

    /// <summary>Returns the HTTP status with which to refuse a valid upgrade; null accepts the upgrade.</summary>
    public virtual int? Refuse(string key, string symbol) => null;

    /// <summary>Sends one message. Calls for one connection do not overlap.</summary>
    public virtual ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.WriteAsync(message, cancellationToken);
    }
}
