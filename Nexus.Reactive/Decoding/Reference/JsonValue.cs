namespace Nexus.Reactive;

/// <summary>What stands at a name in a JSON object, judged only when it is known what should stand there.</summary>
/// <param name="kind">What it is.</param>
/// <param name="text">A string's text; a number as it was written.</param>
internal readonly struct JsonValue(JsonKind kind, ReadOnlyMemory<char> text = default)
{
    private readonly ReadOnlyMemory<char> _text = text;

    public JsonKind Kind { get; } = kind;

    public ReadOnlySpan<char> Text => _text.Span;

    /// <summary>The value in the words of a <see cref="MalformedMessage.Reason"/>.</summary>
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
