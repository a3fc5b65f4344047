using System.Net.WebSockets;
using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Closes the connection with a code and a reason, instead of sending the message and the queued messages after it.</summary>
public sealed class CloseWithCode(WebSocketCloseStatus status = WebSocketCloseStatus.EndpointUnavailable, string reason = "maintenance") : WireBehaviour
{
    public override ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        connection.Close(status, reason, dropQueue: true);
        return ValueTask.CompletedTask;
    }
}
