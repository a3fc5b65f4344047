using System.Text;

namespace Nexus.Reactive;

/// <summary>A decoder that caches symbols, so that the messages of a stream share them. Not safe for concurrent use.</summary>
internal sealed class MessageDecoder
{
    private readonly SymbolCache _symbols = new();

    public NexusMessage Decode(string? text) => Decode(text, _symbols);

    public NexusMessage Decode(ReadOnlySpan<char> text) => Decode(text, _symbols);

    /// <summary>Decodes UTF-8. U+FFFD replaces bytes that are not valid UTF-8.</summary>
    public NexusMessage Decode(ReadOnlySpan<byte> utf8) =>
        FastDecoder.Decode(utf8, _symbols) ?? ReferenceDecoder.Decode(Encoding.UTF8.GetString(utf8), _symbols);

    /// <summary>Decodes UTF-8 of a common form; returns null for all other texts, such as those with control characters in a string.</summary>
    public NexusMessage? DecodeFast(ReadOnlySpan<byte> utf8) => FastDecoder.Decode(utf8, _symbols);

    /// <summary>Calls the fast decoder. The reference decoder decodes all texts that the fast decoder does not decode.</summary>
    public static NexusMessage Decode(string? text, SymbolCache? symbols) =>
        (text is null ? null : FastDecoder.Decode(text, symbols)) ?? ReferenceDecoder.Decode(text, symbols);

    /// <summary>Decodes a span; a string is allocated only for a message that contains it.</summary>
    public static NexusMessage Decode(ReadOnlySpan<char> text, SymbolCache? symbols) =>
        FastDecoder.Decode(text, symbols) ?? ReferenceDecoder.Decode(text.ToString(), symbols);
}
