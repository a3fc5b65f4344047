namespace Nexus.Simulator.Wire;

/// <summary>
/// How the exchange behaves on the wire. This base does everything right; a misbehaviour is a class that overrides one thing.
/// It may be changed while connections are open.
/// </summary>
public class WireBehaviour
{
    public static WireBehaviour Polite { get; } = new();

    /// <summary>The HTTP status to refuse an upgrade with that is otherwise fine; null accepts it.</summary>
    public virtual int? Refuse(string key, string symbol) => null;

    /// <summary>Puts one message on the wire. Called for one message of a connection at a time.</summary>
    public virtual ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.WriteAsync(message, cancellationToken);
    }
}
