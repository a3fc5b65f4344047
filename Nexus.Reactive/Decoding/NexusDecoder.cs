using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>Decodes one raw string of the exchange into one message.</summary>
/// <remarks>
/// Total: no text makes it throw, and equal texts give equal messages, independent of culture. Numbers are exact decimals without
/// trailing zeros; a number that a <see cref="decimal"/> cannot hold exactly is malformed, never rounded. A byte order mark before the object, comments and
/// trailing commas are ignored, and the last of several properties of one name counts. Otherwise the text must be JSON by RFC 8259, at most 64 levels deep.
/// </remarks>
public static class NexusDecoder
{
    /// <summary>Decodes one raw string.</summary>
    /// <param name="text">What the socket received or a recording holds.</param>
    /// <returns>
    /// The typed message; <see cref="UnknownMessage"/> when the JSON is well-formed but this version does not know its event;
    /// <see cref="MalformedMessage"/>, with the reason, for everything else, null included.
    /// </returns>
    [OverloadResolutionPriority(1)]
    public static NexusMessage Decode(string? text) => MessageDecoder.Decode(text, symbols: null);

    /// <inheritdoc cref="Decode(string?)"/>
    public static NexusMessage Decode(ReadOnlySpan<char> text) => MessageDecoder.Decode(text, symbols: null);

    /// <summary>Decodes the bytes of one raw string. Bytes that are not UTF-8 are malformed.</summary>
    /// <param name="utf8">The string's UTF-8 bytes.</param>
    /// <returns>As for a string. The text of a message that holds it has U+FFFD in place of bytes that are not UTF-8.</returns>
    public static NexusMessage Decode(ReadOnlySpan<byte> utf8) => Utf8Decoder.Decode(utf8);
}
