namespace Nexus.Reactive;

/// <summary>A decoder that remembers the symbols it has met, so that the messages of a stream share them. For one thread at a time.</summary>
internal sealed class MessageDecoder
{
    private readonly SymbolCache _symbols = new();

    public NexusMessage Decode(string? text) => Decode(text, _symbols);

    /// <summary>Decodes what is no string yet; one is made only for a message that holds it.</summary>
    public NexusMessage Decode(ReadOnlySpan<char> text) => FastDecoder.Decode(text, _symbols) ?? ReferenceDecoder.Decode(text.ToString(), _symbols);

    /// <summary>The fast decoder takes what it recognises at once; what everything else means, the reference says.</summary>
    public static NexusMessage Decode(string? text, SymbolCache? symbols) =>
        (text is null ? null : FastDecoder.Decode(text, symbols)) ?? ReferenceDecoder.Decode(text, symbols);
}
