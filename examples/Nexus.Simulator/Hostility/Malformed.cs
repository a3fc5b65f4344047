using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Sends an invalid text before a message, a different one each time.</summary>
public sealed class Malformed : WireBehaviour
{
    private static readonly byte[][] Texts =
    [
        [],
        "null"u8.ToArray(),
        "bad gateway"u8.ToArray(),
        "{\"event\":\"TRADE\",\"symbol\":\"SPOT_BTC_USDT\",\"timestamp\":1,\"data\":{\"price\":-1,\"quantity\":1,\"side\":\"BUY\"}}"u8.ToArray(),
        "{\"event\":\"TRADE\",\"symbol\":\"SPOT_BTC_USDT\",\"timestamp\":1,\"data\":{\"price\":1e999,\"quantity\":1,\"side\":\"BUY\"}}"u8.ToArray(),
        "{\"event\":\"BOOK\",\"symbol\":\"SPOT_BTC_USDT\",\"timestamp\":1,\"data\":{\"asks\":[{\"price\":1,\"quantity\":1},{\"price\":1,\"quantity\":2}],\"bids\":[]}}"u8.ToArray(),
        "{\"event\":\"ORDER_UPDATE\",\"timestamp\":1,\"data\":{\"order_id\":1.5}}"u8.ToArray(),
        [.. Enumerable.Repeat((byte)'[', 100_000)],
    ];

    private int _next;

    public override async ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var text = Texts[(uint)Interlocked.Increment(ref _next) % Texts.Length];
        await connection.WriteAsync(text, cancellationToken);

        // The message itself, truncated.
        await connection.WriteAsync(message[..(message.Length / 2)], cancellationToken);
        await connection.WriteAsync(message, cancellationToken);
    }
}
