using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Sends a message twice.</summary>
public sealed class Duplicate : WireBehaviour
{
    public override async ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await connection.WriteAsync(message, cancellationToken);
        await connection.WriteAsync(message, cancellationToken);
    }
}
