using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Sends an undocumented event and an error before a message.</summary>
public sealed class Unknown : WireBehaviour
{
    private static readonly byte[] Event = "{\"event\":\"POSITIONS\",\"timestamp\":1,\"data\":[{\"symbol\":\"SPOT_BTC_USDT\",\"holding\":1.5}]}"u8.ToArray();
    private static readonly byte[] Error = "{\"event\":\"ERROR\",\"error\":\"rate limit exceeded\"}"u8.ToArray();

    public override async ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await connection.WriteAsync(Event, cancellationToken);
        await connection.WriteAsync(Error, cancellationToken);
        await connection.WriteAsync(message, cancellationToken);
    }
}
