namespace Nexus.Reactive;

/// <summary>The value of a name in a JSON object. It is checked when the expected kind is known.</summary>
/// <param name="kind">The kind.</param>
/// <param name="text">The text of a string, or a number as written.</param>
internal readonly struct JsonValue(JsonKind kind, ReadOnlyMemory<char> text = default)
{
    private readonly ReadOnlyMemory<char> _text = text;

    public JsonKind Kind { get; } = kind;

    public ReadOnlySpan<char> Text => _text.Span;

    /// <summary>Returns the value in the form that a <see cref="MalformedMessage.Reason"/> uses.</summary>
    public override string ToString() => Kind switch
    {
        JsonKind.Missing => "missing",
        JsonKind.Null => "null",
        JsonKind.False => "false",
        JsonKind.True => "true",
        JsonKind.Number => PrintableText.Escape(Text),
        JsonKind.String => $"\"{PrintableText.Escape(Text)}\"",
        JsonKind.Object => "an object",
        _ => "an array",
    };
}
