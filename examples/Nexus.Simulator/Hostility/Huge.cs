using System.Text;
using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Sends a huge event before a message.</summary>
public sealed class Huge(int bytes = 64 * 1024 * 1024) : WireBehaviour
{
    private readonly Lazy<byte[]> _event = new(() => Encoding.UTF8.GetBytes("{\"event\":\"HUGE\",\"text\":\"\"}".Insert(24, new string('x', bytes - 26))));

    public override async ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await connection.WriteAsync(_event.Value, cancellationToken);
        await connection.WriteAsync(message, cancellationToken);
    }
}
