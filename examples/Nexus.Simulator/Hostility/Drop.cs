using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Drops the connection without a close frame, instead of sending a message or in the middle of it.</summary>
public sealed class Drop(bool inMidMessage = false) : WireBehaviour
{
    public override async ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (inMidMessage)
        {
            connection.Note(message);
            await connection.WriteFrameAsync(message[..(message.Length / 2)], isLast: false, cancellationToken);
        }

        connection.Abort();
    }
}
