using System.Buffers.Text;
using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Moves a message's timestamp alternately forward and backward.</summary>
public sealed class TimeTravel(TimeSpan distance) : WireBehaviour
{
    private int _travels;

    public override ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var name = "\"timestamp\":"u8;
        var start = message.Span.IndexOf(name) + name.Length;
        if (start < name.Length || !Utf8Parser.TryParse(message.Span[start..], out long timestamp, out var length))
            return base.SendAsync(connection, message, cancellationToken);

        var way = (long)distance.TotalMilliseconds * (Interlocked.Increment(ref _travels) % 2 == 0 ? -1 : 1);
        var moved = new byte[20];
        Utf8Formatter.TryFormat(Math.Max(0, timestamp + way), moved, out var movedLength);
        byte[] altered = [.. message.Span[..start], .. moved.AsSpan(0, movedLength), .. message.Span[(start + length)..]];
        return base.SendAsync(connection, altered, cancellationToken);
    }
}
