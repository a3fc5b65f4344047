using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Sends a message after its successor.</summary>
public sealed class Reorder : WireBehaviour
{
    public override async ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (await connection.TakeNextAsync(cancellationToken) is { } next)
            await connection.WriteAsync(next, cancellationToken);
        await connection.WriteAsync(message, cancellationToken);
    }
}
