using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nexus.Reactive;

/// <summary>Reads and writes a <see cref="Symbol"/> as a JSON string, as a value and as a dictionary key.</summary>
public sealed class SymbolJsonConverter : JsonConverter<Symbol>
{
    /// <inheritdoc/>
    public override Symbol Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Parse(ref reader) : throw new JsonException($"A symbol must be a JSON string, not {reader.TokenType}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Symbol value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }

    /// <inheritdoc/>
    public override Symbol ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(ref reader);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, Symbol value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.ToString());
    }

    // default(Symbol) is written as empty text, so empty text is read as default(Symbol).
    private static Symbol Parse(ref Utf8JsonReader reader)
    {
        var text = reader.GetString()!;
        return Symbol.TryParse(text, out var symbol) || text.Length == 0 ? symbol : throw new JsonException($"'{text}' is not a symbol of the form TYPE_BASE_QUOTE.");
    }
}
