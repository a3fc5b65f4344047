using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Sends a message in frames of a fixed number of bytes, which may split a character.</summary>
public sealed class Split(int frameBytes = 7) : WireBehaviour
{
    public override async ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        connection.Note(message);
        for (var rest = message; ;)
        {
            var size = Math.Min(frameBytes, rest.Length);
            await connection.WriteFrameAsync(rest[..size], isLast: size == rest.Length, cancellationToken);
            rest = rest[size..];
            if (rest.IsEmpty)
                return;
        }
    }
}
