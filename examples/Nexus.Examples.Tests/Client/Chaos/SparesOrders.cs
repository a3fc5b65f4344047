using Nexus.Simulator.Wire;

namespace Nexus.Examples.Tests.Client.Chaos;

/// <summary>Injects faults into public messages; orders and transactions are sent unchanged.</summary>
internal sealed class SparesOrders(WireBehaviour inner) : WireBehaviour
{
    public override int? Refuse(string key, string symbol) => inner.Refuse(key, symbol);

    public override ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        message.Span.IndexOf("\"order_id\""u8) >= 0
            ? base.SendAsync(connection, message, cancellationToken)
            : inner.SendAsync(connection, message, cancellationToken);
}
