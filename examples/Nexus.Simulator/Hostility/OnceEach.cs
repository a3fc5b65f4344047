using System.Runtime.CompilerServices;
using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Applies a fault to the next message of each connection, and behaves otherwise.</summary>
/// <param name="fault">The fault.</param>
/// <param name="otherwise">The behavior for all other messages.</param>
public sealed class OnceEach(WireBehaviour fault, WireBehaviour otherwise) : WireBehaviour
{
    private readonly ConditionalWeakTable<Connection, object> _done = [];

    public override int? Refuse(string key, string symbol) => otherwise.Refuse(key, symbol);

    public override ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        (_done.TryAdd(connection, fault) ? fault : otherwise).SendAsync(connection, message, cancellationToken);
}
