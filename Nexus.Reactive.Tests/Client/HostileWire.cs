using System.Net.WebSockets;
using System.Text;
using Nexus.Simulator.Wire;

namespace Nexus.Reactive.Tests.Client;

/// <summary>Everything that a line can do to a client, by chance and by seed. What it puts on the wire whole is in the connection's log.</summary>
internal sealed class HostileWire(int seed, int hugeBytes) : WireBehaviour
{
    private readonly Random _random = new(seed);

    public override int? Refuse(string key, string symbol) => Chance(100) switch
    {
        < 5 => 500,
        < 10 => 503,
        < 12 => 429,
        _ => null,
    };

    public override async ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        switch (Chance(2000))
        {
            case < 4:
                connection.Abort();
                return;
            case < 8:
                connection.Close(WebSocketCloseStatus.EndpointUnavailable, "maintenance");
                break;
            case < 10:
                await connection.Socket.SendAsync(message[..(message.Length / 2)], WebSocketMessageType.Text, endOfMessage: false, cancellationToken);
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
                return;
            case < 12:
                await connection.Socket.SendAsync(message[..(message.Length / 2)], WebSocketMessageType.Text, endOfMessage: false, cancellationToken);
                connection.Abort();
                return;
            case < 14:
                await connection.WriteAsync(new byte[hugeBytes + 1], cancellationToken);
                return;
            case < 16:
                await connection.WriteAsync(Encoding.UTF8.GetBytes(new string('9', hugeBytes)), cancellationToken);
                break;
            case < 40:
                await connection.WriteAsync(Encoding.UTF8.GetBytes($$$"""{"event":"NEWS","n":{{{Chance(1_000_000)}}}}"""), cancellationToken);
                break;
            case < 60:
                await connection.WriteAsync(message[..^1], cancellationToken);
                break;
            case < 300:
                await SendInPieces(connection, message, cancellationToken);
                return;
        }

        await connection.WriteAsync(message, cancellationToken);
    }

    private async Task SendInPieces(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        connection.Log.AddSent(Encoding.UTF8.GetString(message.Span));
        while (message.Length > 0)
        {
            var piece = 1 + Chance(message.Length);
            await connection.Socket.SendAsync(message[..piece], WebSocketMessageType.Text, endOfMessage: piece == message.Length, cancellationToken);
            message = message[piece..];
        }
    }

    private int Chance(int of)
    {
        lock (_random)
            return _random.Next(of);
    }
}
