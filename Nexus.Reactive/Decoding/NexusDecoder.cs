using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>Decodes a raw string from the exchange to one message.</summary>
/// <remarks>
/// Decoding does not throw for any text, and equal texts produce equal messages, independent of culture. Numbers are exact decimals without trailing zeros;
/// a number that a <see cref="decimal"/> cannot hold exactly is malformed, never rounded. A byte order mark before the object, comments and trailing commas are
/// ignored, and the last of several properties with the same name is used. Otherwise the text must be JSON as defined by RFC 8259, at most 64 levels deep.
/// </remarks>
public static class NexusDecoder
{
    /// <summary>Decodes one raw string.</summary>
    /// <param name="text">The string received from a socket or read from a recording.</param>
    /// <returns>
    /// The typed message; <see cref="UnknownMessage"/> if the JSON is well-formed but this version does not support its event;
    /// <see cref="MalformedMessage"/>, with the reason, for everything else, including null.
    /// </returns>
    [OverloadResolutionPriority(1)]
    public static NexusMessage Decode(string? text) => MessageDecoder.Decode(text, symbols: null);

    /// <inheritdoc cref="Decode(string?)"/>
    public static NexusMessage Decode(ReadOnlySpan<char> text) => MessageDecoder.Decode(text, symbols: null);

    /// <summary>Decodes one raw string from its bytes. Bytes that are not valid UTF-8 produce a malformed message.</summary>
    /// <param name="utf8">The string's UTF-8 bytes.</param>
    /// <returns>The same result as for a string. In the text of a message, U+FFFD replaces bytes that are not valid UTF-8.</returns>
    public static NexusMessage Decode(ReadOnlySpan<byte> utf8) => Utf8Decoder.Decode(utf8);
}
