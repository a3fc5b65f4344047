using System.Text;
using Nexus.Simulator.Wire;

namespace Nexus.Examples.Tests.Recording;

/// <summary>Sends a message with line breaks: between tokens, behind a comment, or within a string, where JSON does not allow them.</summary>
internal sealed class LineBreaks : WireBehaviour
{
    private int _next;

    public override ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetString(message.Span);
        text = (Interlocked.Increment(ref _next) % 3) switch
        {
            0 => text.Replace(",", ",\r\n  ", StringComparison.Ordinal),
            1 => text.Replace("{", "{ // a comment\n", StringComparison.Ordinal),
            _ => text.Replace("\"event\":\"", "\"event\":\"\n", StringComparison.Ordinal),
        };
        return connection.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }
}
