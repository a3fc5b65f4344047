using System.Net.WebSockets;
using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Closes with a code and a reason, instead of the message and of those queued behind it.</summary>
public sealed class CloseWithCode(WebSocketCloseStatus status = WebSocketCloseStatus.EndpointUnavailable, string reason = "maintenance") : WireBehaviour
{
    public override ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        connection.Close(status, reason, dropQueue: true);
        return ValueTask.CompletedTask;
    }
}
