using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Cuts the line without a word, in place of the message.</summary>
public sealed class Drop : WireBehaviour
{
    public override ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        connection.Abort();
        return ValueTask.CompletedTask;
    }
}
