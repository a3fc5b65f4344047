namespace Nexus.Reactive;

/// <summary>A decoder that caches symbols, so that the messages of a stream share them. Not safe for concurrent use.</summary>
internal sealed class MessageDecoder
{
    private readonly SymbolCache _symbols = new();

    public NexusMessage Decode(string? text) => Decode(text, _symbols);

    public NexusMessage Decode(ReadOnlySpan<char> text) => Decode(text, _symbols);

    /// <summary>Tries the fast decoder; the reference decoder handles every text that it gives up on.</summary>
    public static NexusMessage Decode(string? text, SymbolCache? symbols) =>
        (text is null ? null : FastDecoder.Decode(text, symbols)) ?? ReferenceDecoder.Decode(text, symbols);

    /// <summary>Decodes a span; a string is allocated only for a message that contains it.</summary>
    public static NexusMessage Decode(ReadOnlySpan<char> text, SymbolCache? symbols) =>
        FastDecoder.Decode(text, symbols) ?? ReferenceDecoder.Decode(text.ToString(), symbols);
}
