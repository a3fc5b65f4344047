using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Nexus.Simulator.Wire;

namespace Nexus.Examples.Tests.Client.Chaos;

/// <summary>Numbers the connections: the first message of each connection contains its number. Afterwards, another behavior applies.</summary>
internal sealed class Greeting : WireBehaviour
{
    public const string Event = "HELLO";

    private int _count;

    public WireBehaviour Inner { get; set; } = Polite;

    /// <summary>The logs of the connections that received their number, until they are removed.</summary>
    public ConcurrentDictionary<int, ConnectionLog> Logs { get; } = new();

    public static int? NumberIn(string text) =>
        text.StartsWith($$"""{"event":"{{Event}}","connection":""", StringComparison.Ordinal) ? int.Parse(text.AsSpan(30, text.Length - 31), CultureInfo.InvariantCulture) : null;

    public override async ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (connection.Written == 0)
        {
            var number = Interlocked.Increment(ref _count);
            Logs[number] = connection.Log;
            await connection.WriteAsync(Encoding.UTF8.GetBytes($$"""{"event":"{{Event}}","connection":{{number}}}"""), cancellationToken);
        }

        await Inner.SendAsync(connection, message, cancellationToken);
    }
}
