namespace Nexus.Reactive;

/// <summary>A decoder that remembers the symbols it has decoded, so that the messages of a stream share them. Not safe for concurrent use.</summary>
internal sealed class MessageDecoder
{
    private readonly SymbolCache _symbols = new();

    public NexusMessage Decode(string? text) => Decode(text, _symbols);

    public NexusMessage Decode(ReadOnlySpan<char> text) => Decode(text, _symbols);

    /// <summary>The fast decoder takes the usual texts; the reference decides what every other text means.</summary>
    public static NexusMessage Decode(string? text, SymbolCache? symbols) =>
        (text is null ? null : FastDecoder.Decode(text, symbols)) ?? ReferenceDecoder.Decode(text, symbols);

    /// <summary>Decodes a span; a string is allocated only for a message that holds it.</summary>
    public static NexusMessage Decode(ReadOnlySpan<char> text, SymbolCache? symbols) =>
        FastDecoder.Decode(text, symbols) ?? ReferenceDecoder.Decode(text.ToString(), symbols);
}
