using Nexus.Simulator.Wire;

namespace Nexus.Examples.Tests.Client.Chaos;

/// <summary>Misbehaves with what all may see; orders and transactions are sent as they are.</summary>
internal sealed class SparesOrders(WireBehaviour inner) : WireBehaviour
{
    public override int? Refuse(string key, string symbol) => inner.Refuse(key, symbol);

    public override ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        message.Span.IndexOf("\"order_id\""u8) >= 0
            ? base.SendAsync(connection, message, cancellationToken)
            : inner.SendAsync(connection, message, cancellationToken);
}
