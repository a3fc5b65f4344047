using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Pauses in the middle of a message; <see cref="Timeout.InfiniteTimeSpan"/> never resumes.</summary>
public sealed class Stall(TimeSpan duration) : WireBehaviour
{
    public override async ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var half = message.Length / 2;
        connection.Note(message);
        await connection.WriteFrameAsync(message[..half], isLast: false, cancellationToken);
        await Task.Delay(duration, cancellationToken);
        await connection.WriteFrameAsync(message[half..], isLast: true, cancellationToken);
    }
}
