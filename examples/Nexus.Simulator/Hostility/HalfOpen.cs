using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Accepts a connection and never sends on it. Connections that already received a message continue.</summary>
public sealed class HalfOpen : WireBehaviour
{
    public override async ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (connection.Written == 0)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        await base.SendAsync(connection, message, cancellationToken);
    }
}
