using System.Text.Json;

namespace Nexus.Simulator.Wire;

/// <summary>The only message that a client sends.</summary>
internal static class ClientMessage
{
    public static bool IsPing(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("event"u8, out var name)
                && name.ValueKind == JsonValueKind.String
                && name.ValueEquals("PING"u8);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
